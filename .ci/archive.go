//go:build ignore

// Archive packs folders, each into an archive that depends on nothing but their content:
// names in order, the given time, no owner, no mode but "may be executed".
//
//	go run .ci/archive.go SECONDS ARCHIVE FOLDER [ARCHIVE FOLDER...]
//
// An ARCHIVE ends in .tar.gz or .zip. Go's own packages write it, so the bytes follow
// from the version of Go, as those of the program do.
package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "archive:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 3 || len(args)%2 == 0 {
		return fmt.Errorf("want SECONDS and pairs of ARCHIVE and FOLDER, found %q", args)
	}
	seconds, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil {
		return fmt.Errorf("want the time in seconds since 1970, found %q", args[0])
	}
	for i := 1; i < len(args); i += 2 {
		if err := pack(args[i], args[i+1], time.Unix(seconds, 0).UTC()); err != nil {
			return err
		}
	}
	return nil
}

// adder adds one file to an archive, or a folder where there is no content.
type adder func(name string, mode fs.FileMode, content []byte) error

func pack(archive, folder string, at time.Time) error {
	out, err := os.Create(archive)
	if err != nil {
		return err
	}
	var add adder
	var finish func() error
	switch {
	case strings.HasSuffix(archive, ".zip"):
		add, finish = zipped(out, at)
	case strings.HasSuffix(archive, ".tar.gz"):
		add, finish = tarred(out, at)
	default:
		return fmt.Errorf("%s is neither a .tar.gz nor a .zip", archive)
	}
	// WalkDir goes through names in order. The folder itself is the one thing at the top.
	err = filepath.WalkDir(folder, func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(folder, file)
		if err != nil {
			return err
		}
		name := path.Join(filepath.Base(folder), filepath.ToSlash(rel))
		if e.IsDir() {
			return add(name+"/", fs.ModeDir|0o755, nil)
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		mode := fs.FileMode(0o644)
		if info.Mode()&0o100 != 0 {
			mode = 0o755
		}
		return add(name, mode, content)
	})
	if err == nil {
		err = finish()
	}
	if e := out.Close(); err == nil {
		err = e
	}
	return err
}

func tarred(out io.Writer, at time.Time) (adder, func() error) {
	compressed, _ := gzip.NewWriterLevel(out, gzip.BestCompression) // a level that there is
	w := tar.NewWriter(compressed)
	add := func(name string, mode fs.FileMode, content []byte) error {
		kind := byte(tar.TypeReg)
		if mode.IsDir() {
			kind = tar.TypeDir
		}
		if err := w.WriteHeader(&tar.Header{Typeflag: kind, Name: name, Mode: int64(mode.Perm()), Size: int64(len(content)), ModTime: at, Format: tar.FormatUSTAR}); err != nil {
			return err
		}
		_, err := w.Write(content)
		return err
	}
	return add, func() error {
		if err := w.Close(); err != nil {
			return err
		}
		return compressed.Close()
	}
}

func zipped(out io.Writer, at time.Time) (adder, func() error) {
	w := zip.NewWriter(out)
	add := func(name string, mode fs.FileMode, content []byte) error {
		h := &zip.FileHeader{Name: name, Modified: at}
		h.SetMode(mode)
		if !mode.IsDir() {
			h.Method = zip.Deflate
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			return err
		}
		_, err = f.Write(content)
		return err
	}
	return add, w.Close
}
