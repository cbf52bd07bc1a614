package chart

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// The size of one chart in an SVG picture, in its units, and the room around the plot.
const (
	svgWidth, svgHeight              = 720, 400
	svgLeft, svgRight, svgTop, svgUp = 90, 150, 40, 56
)

// letter is about the width of one.
const letter = 7

// palette are colours that differ for nearly everybody, on white and in grey too (Okabe
// and Ito).
var palette = []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000"}

// SVG draws charts below each other in one picture.
func SVG(charts []*Chart) string {
	var b strings.Builder
	height := svgHeight * len(charts)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", svgWidth, height, svgWidth, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", svgWidth, height)
	for i, c := range charts {
		fmt.Fprintf(&b, `<g transform="translate(0 %d)">`+"\n", i*svgHeight)
		c.svg(&b)
		b.WriteString("</g>\n")
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// picture is the plot of one chart.
type picture struct {
	*strings.Builder
	x, y span
}

func (p *picture) left(v float64) float64 {
	return svgLeft + p.x.part(v)*(svgWidth-svgLeft-svgRight)
}

func (p *picture) top(v float64) float64 {
	return svgHeight - svgUp - p.y.part(v)*(svgHeight-svgTop-svgUp)
}

func (p *picture) text(x, y float64, anchor, fill, text string) {
	fmt.Fprintf(p, `<text x="%.2f" y="%.2f" text-anchor="%s" fill="%s">%s</text>`+"\n", x, y, anchor, fill, escape(text))
}

func (p *picture) segment(x0, y0, x1, y1 float64, style string) {
	fmt.Fprintf(p, `<line x1="%.2f" y1="%.2f" x2="%.2f" y2="%.2f" %s/>`+"\n", x0, y0, x1, y1, style)
}

func (c *Chart) svg(b *strings.Builder) {
	p := &picture{Builder: b}
	p.x, p.y = c.spans()
	fmt.Fprintf(p, `<text x="%d" y="24" font-size="15" font-weight="bold" fill="#222222">%s</text>`+"\n", svgLeft, escape(c.Title))
	c.frame(p)
	const red = "#b00020"
	for _, l := range c.Limits {
		if c.near(&p.y, l.Y) {
			p.segment(svgLeft, p.top(l.Y), svgWidth-svgRight, p.top(l.Y), `stroke="`+red+`" stroke-dasharray="6 4"`)
			p.text(svgWidth-svgRight+6, p.top(l.Y)+4, "start", red, l.Text)
		}
	}
	for i, s := range c.Series {
		c.series(p, s, palette[i%len(palette)], i)
	}
	for _, m := range c.Marks {
		if !holds(&p.x, &p.y, m) {
			continue
		}
		fmt.Fprintf(p, `<circle cx="%.2f" cy="%.2f" r="5" fill="none" stroke="%s" stroke-width="2"><title>%s</title></circle>`+"\n", p.left(m.X), p.top(m.Y), red, escape(c.X.Name+" = "+c.X.Label(m.X)))
		p.text(p.left(m.X)-8, p.top(m.Y)-8, "end", red, c.X.Label(m.X))
	}
}

// frame draws the axes with their values, and lines through these.
func (c *Chart) frame(p *picture) {
	const grid, ink = `stroke="#dddddd"`, "#444444"
	bottom := float64(svgHeight - svgUp)
	for _, v := range p.y.ticks(6) {
		p.segment(svgLeft, p.top(v), svgWidth-svgRight, p.top(v), grid)
		p.text(svgLeft-8, p.top(v)+4, "end", ink, c.Y.Label(v))
	}
	written := math.Inf(-1)
	for _, v := range p.x.ticks(6) {
		p.segment(p.left(v), svgTop, p.left(v), bottom, grid)
		label := c.X.Label(v)
		half := float64(letter*utf8.RuneCountInString(label)) / 2
		if p.left(v)-half > written { // else it would be written over the one before
			p.text(p.left(v), bottom+18, "middle", ink, label)
			written = p.left(v) + half + letter
		}
	}
	fmt.Fprintf(p, `<path d="M%d %d V%.0f H%d" fill="none" stroke="#444444"/>`+"\n", svgLeft, svgTop, bottom, svgWidth-svgRight)
	name := c.X.Name
	if c.X.Log {
		name += " (logarithmic)"
	}
	p.text(float64(svgLeft+svgWidth-svgRight)/2, bottom+40, "middle", ink, name)
}

func (c *Chart) series(p *picture, s Series, color string, index int) {
	var path strings.Builder
	pen := "M"
	for _, q := range s.Points {
		if !holds(&p.x, &p.y, q) {
			pen = "M"
			continue
		}
		fmt.Fprintf(&path, "%s%.2f %.2f", pen, p.left(q.X), p.top(q.Y))
		pen = "L"
	}
	if path.Len() > 0 {
		fmt.Fprintf(p, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", path.String(), color)
	}
	for _, q := range s.Points {
		if x, y := p.left(q.X), p.top(q.Y); holds(&p.x, &p.y, q) {
			fmt.Fprintf(p, `<circle cx="%.2f" cy="%.2f" r="2.5" fill="%s"><title>%s</title></circle>`+"\n", x, y, color, escape(c.X.Label(q.X)+": "+c.Y.Label(q.Y)))
		}
	}
	if len(c.Series) > 1 {
		y := float64(svgTop + 16*index)
		p.segment(svgWidth-svgRight+6, y-4, svgWidth-svgRight+22, y-4, `stroke="`+color+`" stroke-width="2"`)
		p.text(svgWidth-svgRight+28, y, "start", "#222222", s.Name)
	}
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}
