// Package table turns a report into sheets of cells and writes them as text,
// Markdown, CSV or JSON. It is the one place where precision is chosen; it computes
// nothing but the scale of what it prints.
package table
