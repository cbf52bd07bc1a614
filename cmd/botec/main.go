//go:build !docs

// Command botec makes back-of-the-envelope capacity estimates: a scenario of users,
// actions and sizes goes in, tables of traffic, storage, bandwidth and availability
// come out.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
