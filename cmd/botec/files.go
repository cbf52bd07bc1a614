package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// writeFile replaces a file in one step: a reader sees the old text or the new one,
// and a full disk leaves the old. A link stays a link; what is no plain file, such
// as /dev/null or a pipe, is written to as it is.
func writeFile(path, text string) error {
	target, mode := path, fs.FileMode(0)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		target = real
	}
	switch info, err := os.Stat(target); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return unwritable(path, err)
	case info.IsDir():
		return usage(fmt.Sprintf("name a file in it, such as `%s`", filepath.Join(path, "report.txt")), "%s is a directory", path)
	case !info.Mode().IsRegular():
		return unwritable(path, os.WriteFile(target, []byte(text), 0))
	default:
		mode = info.Mode().Perm()
	}
	return unwritable(path, replace(target, text, mode))
}

func unwritable(path string, err error) error {
	if err == nil || errors.Is(err, errInterrupted) {
		return err
	}
	return usage("", "%s cannot be written: %s", path, cause(err))
}

// replace writes beside the file and renames. A new file has the mode that the user
// gives to new files, an old one keeps its own. An interrupt waits for the end of it, so
// that nothing is left beside.
func replace(path, text string, mode fs.FileMode) (err error) {
	interrupted := holdInterrupts()
	defer func() {
		if interrupted() && err == nil {
			err = errInterrupted
		}
	}()
	f, err := createBeside(path)
	if err != nil {
		return err
	}
	beside := f.Name()
	_, err = f.WriteString(text)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil && mode != 0 {
		err = os.Chmod(beside, mode)
	}
	if err == nil {
		err = os.Rename(beside, path)
	}
	if err != nil {
		_ = os.Remove(beside) // the first error is the one to tell
	}
	return err
}

// holdInterrupts keeps the signals that end a program waiting. What it gives lets them
// through again, and reports whether there was one.
func holdInterrupts() (release func() bool) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	return func() bool {
		signal.Stop(signals)
		return len(signals) > 0
	}
}

// createBeside makes a new file in the folder of another. A name that is taken, by one
// who was killed before it could rename, is not used again.
func createBeside(path string) (*os.File, error) {
	const tries = 100
	for i := 0; ; i++ {
		name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d-%d", filepath.Base(path), os.Getpid(), i))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if i < tries && errors.Is(err, fs.ErrExist) {
			continue
		}
		return f, err
	}
}
