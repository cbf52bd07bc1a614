//go:build !docs

// Command botec makes back-of-the-envelope capacity estimates: a scenario of users,
// actions and sizes goes in, tables of traffic, storage, bandwidth, cache, servers,
// availability and cost come out, and numbers in documents are held to them.
//
//	botec calc '50 million * 2/day'    a quick calculation, with units
//	botec run netflix                  the tables of a scenario that comes with it
//	botec explain netflix storage      how a figure comes about
//	botec check design.md              whether the numbers of a document hold
//	botec drill                        practice
//
// "botec help" lists all commands and the topics of the help. This package reads
// command lines and files and writes what package estimate and those beside it find;
// each command has a file of its name.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
