package main

import (
	"os"
	"path/filepath"
)

// writeFile replaces a file in one step: a reader sees the old text or the new one,
// and a full disk leaves the old.
func writeFile(path, text string) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return usage("", "%s cannot be written: %s", path, cause(err))
	}
	_, err = f.WriteString(text)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(f.Name(), mode(path))
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return usage("", "%s cannot be written: %s", path, cause(err))
	}
	return nil
}

// mode is that of the file which is replaced, else that of a new one.
func mode(path string) os.FileMode {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}
