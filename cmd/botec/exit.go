package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"botec/estimate"
)

// The exit codes of every command.
const (
	exitFine  = 0
	exitFalse = 1 // a claim, an expectation or a budget does not hold
	exitError = 2 // nothing could be judged: usage, an unreadable or invalid scenario

	exitInterrupt = 130 // by Ctrl-C, as the shell has it
)

// invalid is the error of a command that found mistakes in the user's texts. They
// are printed with their source lines rather than as one message.
type invalid struct {
	problems []*estimate.Problem
	source   *source
}

func (e *invalid) Error() string { return fmt.Sprintf("%d mistakes", len(e.problems)) }

// usageError is a command line that cannot be carried out, with what to do instead.
type usageError struct{ message, help string }

func (e *usageError) Error() string { return e.message }

func usage(help, format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...), help}
}

// errFalse is the error of a command that judged, and found something false.
var errFalse = errors.New("something is false")

// errTold is the error of a command that has told of its mistakes as it met them.
var errTold = errors.New("mistakes were told of")

// report prints an error and gives the exit code.
func report(err error, stderr io.Writer) int {
	var bad *invalid
	var wrong *usageError
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errInterrupted):
		return exitInterrupt
	case errors.Is(err, errFalse):
		return exitFalse
	case errors.Is(err, errTold):
	case errors.Is(err, syscall.EPIPE): // the reader has gone: there is nobody to tell
	case errors.As(err, &bad):
		bad.source.print(stderr, bad.problems)
	case errors.As(err, &wrong):
		fmt.Fprintf(stderr, "botec: %s\n", estimate.Visible(wrong.message))
		if wrong.help != "" {
			fmt.Fprintf(stderr, "  = %s\n", estimate.Visible(wrong.help))
		}
	default:
		fmt.Fprintf(stderr, "botec: %s\n", estimate.Visible(plain(err)))
	}
	return exitError
}

// plain words an error of the operating system without the name of the call.
func plain(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return fmt.Sprintf("%s: %s", path.Path, path.Err)
	}
	return err.Error()
}
