// Package formula is the expression language of botec: it parses an expression into
// a tree with positions, checks dimensions before anything is computed, evaluates
// the tree on numbers, and prints it again.
//
// It knows units and functions and nothing of scenarios: a name is whatever the
// Scope and the Frame of the caller make of it.
package formula
