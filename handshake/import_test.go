package handshake

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestImports reads what real tools wrote, and texts in the form that browsers
// copy: testdata/imports/FORMAT-….txt. What is made of each stands in
// testdata/imports.golden; -update writes it anew.
func TestImports(t *testing.T) {
	files, err := filepath.Glob("testdata/imports/*.*")
	if err != nil || len(files) == 0 {
		t.Fatal("no samples", err)
	}
	var all strings.Builder
	seen := map[string]bool{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		im := ReadImport(string(data))
		if im == nil {
			t.Errorf("%s: of no format", name)
			continue
		}
		if !strings.HasPrefix(name, im.Format.ID) {
			t.Errorf("%s is taken for %s", name, im.Format.ID)
		}
		seen[im.Format.ID] = true
		// Those below take what is left over; of the others exactly one knows it.
		for i := range importFormats[:len(importFormats)-3] {
			if f := &importFormats[i]; f.ID != im.Format.ID && f.claim(&Import{lines: splitLines(string(data))}, string(data)) {
				t.Errorf("%s: %s claims it too", name, f.ID)
			}
		}
		all.WriteString("# " + name + ": " + im.Format.ID + ", best " + itoa(im.Best) + "\n")
		for _, l := range im.Lost {
			all.WriteString("# " + l.ID + "\n")
		}
		for _, o := range im.Odd {
			all.WriteString("# line " + itoa(o.Line) + ", not " + o.Want.ID + ": " + Show([]byte(o.Got)) + "\n")
		}
		if im.Words != "" {
			all.WriteString("# words: " + im.Words + "\n")
		}
		for i, ex := range im.All {
			c := &Case{ID: name + "-" + itoa(i), Exchange: ex}
			c.say(FromClient, ex.Request)
			if ex.Response != nil {
				c.say(FromServer, ex.Response)
			}
			all.Write(c.Append(nil))
			r := Inspect(ex, nil)
			all.WriteString("# " + r.Verdict.Outcome.String() + "\n")
		}
		all.WriteString("\n")
	}
	for _, f := range ImportFormats() {
		if !seen[f.ID] && f.ID != "case" {
			t.Errorf("no sample of %s", f.ID)
		}
	}
	golden := "testdata/imports.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, _ := os.ReadFile(golden)
	if string(want) != all.String() {
		t.Errorf("%s differs from what is read now; -update writes it, then read the diff", golden)
	}
}

// TestImportCases: a case and the bytes of an exchange come back as they were.
func TestImportCases(t *testing.T) {
	n := 0
	for _, file := range caseFiles(t) {
		for _, c := range file.cases {
			im := ReadImport(string(c.Append(nil)))
			if im == nil || im.Format.ID != "case" || len(im.All) != 1 || string(im.All[0].Request) != string(c.Exchange.Request) || string(im.All[0].Response) != string(c.Exchange.Response) {
				t.Errorf("%s: as a case file it is read otherwise", c.ID)
			}
			both := string(c.Exchange.Request) + string(c.Exchange.Response)
			if len(c.Exchange.Request) == 0 || c.Exchange.Response == nil || !strings.HasSuffix(string(c.Exchange.Request), "\r\n\r\n") ||
				!strings.HasPrefix(string(c.Exchange.Response), "HTTP/1.") || strings.Count(both, "HTTP/1.1") > 2 {
				continue
			}
			im = ReadImport(both)
			if im == nil || im.Format.ID != "raw" || len(im.All) != 1 {
				continue // broken so that its start is none
			}
			if ex := im.All[0]; string(ex.Request) != string(c.Exchange.Request) || string(ex.Response) != string(c.Exchange.Response) {
				t.Errorf("%s: its bytes are split otherwise:\n%q\n%q", c.ID, ex.Request, ex.Response)
			}
			n++
		}
	}
	if n < 100 {
		t.Errorf("only %d exchanges were split", n)
	}
}

func FuzzImport(f *testing.F) {
	files, _ := filepath.Glob("testdata/imports/*.*")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, text string) {
		im := ReadImport(text)
		if (im == nil) != (Recognise(text) == nil) {
			t.Error("recognised is not read")
		}
		if im == nil {
			return
		}
		if len(im.All) > 0 && (im.Best < 0 || im.Best >= len(im.All)) {
			t.Errorf("best is %d of %d", im.Best, len(im.All))
		}
		for _, ex := range im.All {
			if ex.Early < 0 || ex.Early > len(ex.Request) {
				t.Errorf("early is %d of %d", ex.Early, len(ex.Request))
			}
			Inspect(ex, nil)
		}
	})
}
