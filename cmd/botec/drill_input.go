package main

import (
	"bufio"
	"errors"
	"io"
)

// lineReader parts a text into lines of bounded length.
type lineReader struct {
	in    *bufio.Reader
	limit int
}

func newLineReader(in io.Reader, limit int) *lineReader {
	return &lineReader{in: bufio.NewReader(in), limit: limit}
}

// next gives the next line without its end. Of a line over the limit it gives as much,
// and passes over the rest without keeping it. The last line need not end.
func (r *lineReader) next() (text string, long bool, err error) {
	var line []byte
	for {
		chunk, err := r.in.ReadSlice('\n')
		room := r.limit - len(line)
		keep := chunk
		if n := len(keep); n > 0 && keep[n-1] == '\n' {
			keep = keep[:n-1]
		}
		long = long || len(keep) > room
		line = append(line, keep[:min(len(keep), room)]...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && (len(chunk) == 0 && len(line) == 0 && !long || !errors.Is(err, io.EOF)):
			return "", false, err
		}
		return string(line), long, nil
	}
}

// inputLine is a line that was typed, or what ended the input.
type inputLine struct {
	text string
	long bool // over maxAnswer: the text is its beginning
	err  error
}

// maxAnswer bounds an answer, in bytes; one that is longer costs nothing.
const maxAnswer = 1000

// readAhead reads lines in the background, so that Ctrl-C is heard while a line is
// awaited. It ends with the input.
func readAhead(in io.Reader) <-chan inputLine {
	lines := make(chan inputLine)
	go func() {
		defer close(lines)
		r := newLineReader(in, maxAnswer)
		for {
			text, long, err := r.next()
			lines <- inputLine{text, long, err}
			if err != nil {
				return
			}
		}
	}()
	return lines
}
