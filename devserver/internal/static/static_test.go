package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func site(t *testing.T) *Server {
	t.Helper()
	s, err := New(Site{
		Documents: map[string][]byte{"/": []byte("<p>page</p>"), "/ja/": []byte(strings.Repeat("<p>頁</p>", 200))},
		FS: fstest.MapFS{
			"static/a.css":             {Data: []byte("first")},
			"static/sub/b.js":          {Data: []byte("b()")},
			"build/" + Program:         {Data: []byte("\x00asm and more")},
			"build/" + Program + ".br": {Data: []byte("brotli")}, "build/" + Program + ".gz": {Data: []byte("gzipped")},
			"build/ja.txt": {Data: []byte("[x]")},
			".gitignore":   {Data: []byte("*")},
		},
		Files: []File{{"a.css", "static/a.css"}, {"sub/b.js", "static/sub/b.js"}, {Program, "build/" + Program}, {"lang/ja.txt", "build/ja.txt"}, {"not/built.js", "build/none.js"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func get(s *Server, method, path string, fields ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestFiles(t *testing.T) {
	s := site(t)
	for _, c := range []struct {
		path, contentType, body string
		status                  int
	}{
		{"/", "text/html; charset=utf-8", "<p>page</p>", 200},
		{"/a.css", "text/css; charset=utf-8", "first", 200},
		{"/sub/b.js", "text/javascript; charset=utf-8", "b()", 200},
		{"/" + Program, "application/wasm", "\x00asm and more", 200},
		{"/lang/ja.txt", "text/plain; charset=utf-8", "[x]", 200},
		{"/" + Program + ".br", "text/plain; charset=utf-8", "There is nothing here. The page is at /.\n", 404},
		{"/not/built.js", "text/plain; charset=utf-8", "There is nothing here. The page is at /.\n", 404},
		{"/.gitignore", "text/plain; charset=utf-8", "There is nothing here. The page is at /.\n", 404},
		{"/../etc/passwd", "text/plain; charset=utf-8", "There is nothing here. The page is at /.\n", 404},
		{"/ja", "", "", 301},
	} {
		r := get(s, "GET", c.path)
		if got := body(t, r); r.StatusCode != c.status || got != c.body || r.Header.Get("Content-Type") != c.contentType {
			t.Errorf("%s: %s, %q, %q", c.path, r.Status, r.Header.Get("Content-Type"), got)
		}
	}
	if at := get(s, "GET", "/ja").Header.Get("Location"); at != "ja/" {
		t.Errorf("Location %q", at)
	}
	if r := get(s, "POST", "/"); r.StatusCode != 405 || r.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("%s", r.Status)
	}
	if r := get(s, "HEAD", "/"); r.StatusCode != 200 || r.Header.Get("Content-Length") != "11" || body(t, r) != "" {
		t.Errorf("%s %v", r.Status, r.Header)
	}
}

func TestCodings(t *testing.T) {
	s := site(t)
	tags := map[string]bool{}
	for accept, want := range map[string]string{
		"":                        "",
		"identity":                "",
		"gzip, deflate, br":       "br",
		"gzip":                    "gzip",
		"br;q=0, gzip":            "gzip",
		"br; q=0.5":               "br",
		"*":                       "br",
		"*;q=0":                   "",
		"x-br":                    "",
		"BR":                      "br",
		"gzip;q=0, *;q=1, br;q=0": "",
	} {
		r := get(s, "GET", "/"+Program, "Accept-Encoding: "+accept)
		content := map[string]string{"": "\x00asm and more", "br": "brotli", "gzip": "gzipped"}[want]
		if r.Header.Get("Content-Encoding") != want || body(t, r) != content || r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %v", accept, r.Header)
		}
		tags[r.Header.Get("ETag")] = true
		if again := get(s, "GET", "/"+Program, "Accept-Encoding: "+accept, `If-None-Match: "x", W/`+r.Header.Get("ETag")); again.StatusCode != 304 || body(t, again) != "" {
			t.Errorf("%q: %s", accept, again.Status)
		}
	}
	if len(tags) != 3 {
		t.Errorf("three forms have the validators %v", tags)
	}
	r := get(s, "GET", "/ja/", "Accept-Encoding: gzip")
	plain, err := gzip.NewReader(bytes.NewReader([]byte(body(t, r))))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(plain); err != nil || string(b) != strings.Repeat("<p>頁</p>", 200) {
		t.Errorf("%q, %v", b, err)
	}
}

func TestMissingProgram(t *testing.T) {
	s, err := New(Site{Documents: map[string][]byte{"/": []byte("page")}})
	if err != nil {
		t.Fatal(err)
	}
	if r := get(s, "GET", "/"+Program); r.StatusCode != 404 || body(t, r) != missingProgram {
		t.Errorf("%s", r.Status)
	}
	if s.Has("/"+Program) || !s.Has("/") {
		t.Error("Has is wrong")
	}
}
