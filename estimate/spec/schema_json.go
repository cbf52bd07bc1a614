package spec

import (
	"bytes"
	"encoding/json"
	"slices"
)

// schema is a JSON Schema: of the keywords of draft-07 those that scenario files
// need, in the order in which they are written, and errorMessage, which editors show
// in place of their own words and validators pass over.
type schema struct {
	Dialect              string    `json:"$schema,omitempty"`
	Description          string    `json:"description,omitempty"`
	Ref                  string    `json:"$ref,omitempty"`
	AllOf                []*schema `json:"allOf,omitempty"`
	Type                 any       `json:"type,omitempty"` // a string or a list of them
	Enum                 []string  `json:"enum,omitempty"`
	Pattern              string    `json:"pattern,omitempty"`
	MinLength            int       `json:"minLength,omitempty"`
	MaxLength            int       `json:"maxLength,omitempty"`
	Required             []string  `json:"required,omitempty"`
	Properties           members   `json:"properties,omitempty"`
	PropertyNames        *schema   `json:"propertyNames,omitempty"`
	AdditionalProperties any       `json:"additionalProperties,omitempty"` // a schema, or false
	MinProperties        int       `json:"minProperties,omitempty"`
	MaxProperties        int       `json:"maxProperties,omitempty"`
	Dependencies         members   `json:"dependencies,omitempty"`
	Items                *schema   `json:"items,omitempty"`
	MinItems             int       `json:"minItems,omitempty"`
	If                   *schema   `json:"if,omitempty"`
	Then                 *schema   `json:"then,omitempty"`
	ErrorMessage         string    `json:"errorMessage,omitempty"`
	Examples             []any     `json:"examples,omitempty"`
	Definitions          members   `json:"definitions,omitempty"`
}

// refuse takes every type but some. It says so in a condition, not by the types that
// are left: editors offer true and false wherever a boolean may stand, and no value
// of a scenario is meant as one.
func (s *schema) refuse(message string, types ...string) {
	left := slices.DeleteFunc([]string{"string", "number", "boolean", "object", "array", "null"}, func(t string) bool { return slices.Contains(types, t) })
	s.If, s.Then = &schema{Type: types}, &schema{Type: left, ErrorMessage: message}
}

// text is the schema as indented JSON.
func (s *schema) text() []byte {
	var b bytes.Buffer
	data, _ := plain(s) // strings, numbers and lists: nothing that JSON does not have
	_ = json.Indent(&b, data, "", "  ")
	b.WriteByte('\n')
	return b.Bytes()
}

// member is one entry of a JSON object.
type member struct {
	key   string
	value any
}

// members are a JSON object whose entries keep their order.
type members []member

// MarshalJSON writes the entries in their order.
func (m members) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, e := range m {
		b.WriteByte("{,"[min(i, 1)])
		key, _ := plain(e.key) // a string always is JSON
		b.Write(key)
		b.WriteByte(':')
		value, err := plain(e.value)
		if err != nil {
			return nil, err
		}
		b.Write(value)
	}
	if len(m) == 0 {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// plain encodes without escapes for HTML, which a schema is never part of.
func plain(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
