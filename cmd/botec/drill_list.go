package main

import (
	"botec/estimate/drill"
)

// list prints the questions of a plan.
func (a *app) list(p *drillPlan, o *drillOptions) error {
	if o.format == "json" {
		listings := make([]drill.Listing, len(p.questions))
		for i, q := range p.questions {
			listings[i] = q.Listing(o.answers)
		}
		return a.writeJSON("", listings)
	}
	v := newTextView(a, false)
	if v.look.Width == 0 {
		v.look.Width = pageWidth
	}
	v.begin(p, 0)
	for i, q := range p.questions {
		v.question(i+1, len(p.questions), q)
		if o.answers {
			v.print("  = " + q.AnswerText())
		}
	}
	return v.failed()
}
