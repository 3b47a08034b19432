// Package static serves the page: its documents, rendered once at the start,
// and its files, each in the smallest form that the browser takes, with a
// validator so that nothing is sent twice.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// Program is the name of the page's wasm.
const Program = "handshake101.wasm"

// missingProgram is what its URL says while nobody has built it.
const missingProgram = "The page's program is not built: run make run in the project's folder.\n"

// Site is what is served.
type Site struct {
	Documents map[string][]byte // by URL path: "/", "/ja/"
	FS        fs.FS             // holds the files
	Files     []File            // those that are served; one that FS lacks is not
}

// File is one URL, relative to the root, and the name of its file. Beside it
// may stand its compressed forms, NAME.br and NAME.gz.
type File struct{ URL, Name string }

// file is one URL in all its forms. etag is of the plain form.
type file struct {
	contentType string
	etag        string
	plain       []byte
	packed      []packed // smallest first
}

// packed is a file under a content coding.
type packed struct {
	coding string
	data   []byte
}

// Server serves a Site.
type Server struct {
	files map[string]*file
}

// New reads all files. What is served does not change while the server runs.
func New(site Site) (*Server, error) {
	s := &Server{files: make(map[string]*file)}
	for at, doc := range site.Documents {
		s.files[at] = newFile("text/html; charset=utf-8", doc, squeeze(doc))
	}
	for _, x := range site.Files {
		f, err := readFile(site.FS, x.Name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // the build folder is empty until somebody builds
		} else if err != nil {
			return nil, err
		}
		s.files["/"+x.URL] = f
	}
	return s, nil
}

// Has tells whether a URL path is served.
func (s *Server) Has(at string) bool { return s.files[at] != nil }

// readFile reads a file and its forms that were compressed beforehand.
func readFile(from fs.FS, name string) (*file, error) {
	plain, err := fs.ReadFile(from, name)
	if err != nil {
		return nil, err
	}
	var forms []packed
	for _, c := range [...]struct{ coding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		data, err := fs.ReadFile(from, name+c.suffix)
		if err == nil {
			forms = append(forms, packed{c.coding, data})
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	if forms == nil {
		forms = squeeze(plain)
	}
	return newFile(typeOf(name), plain, forms), nil
}

func newFile(contentType string, plain []byte, forms []packed) *file {
	f := &file{contentType: contentType, plain: plain}
	for _, p := range forms {
		if len(p.data) < len(plain) {
			f.packed = append(f.packed, p)
		}
	}
	sum := sha256.Sum256(plain)
	f.etag = base64.RawURLEncoding.EncodeToString(sum[:12])
	return f
}

// squeeze compresses what was not compressed beforehand: small texts.
func squeeze(plain []byte) []packed {
	if len(plain) < 512 || len(plain) > 1<<20 {
		return nil
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil
	}
	w.Write(plain)
	if w.Close() != nil {
		return nil
	}
	return []packed{{"gzip", b.Bytes()}}
}

// typeOf names media types by itself: those of the machine may be wrong, and a
// browser refuses a module or a wasm of the wrong type.
func typeOf(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".wasm":
		return "application/wasm"
	case ".json", ".webmanifest":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/x-icon"
	case ".txt", ".ts", ".md":
		return "text/plain; charset=utf-8"
	default:
		return "application/octet-stream"
	}
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "The page can only be read: GET or HEAD.", http.StatusMethodNotAllowed)
		return
	}
	at := r.URL.Path
	f := s.files[at]
	switch {
	case f != nil:
		f.serve(w, r)
	case s.files[at+"/"] != nil:
		// A path of ours, never one that begins with two slashes.
		target := path.Base(at) + "/"
		w.Header().Set("Location", target)
		w.WriteHeader(http.StatusMovedPermanently)
	case path.Base(at) == Program:
		http.Error(w, strings.TrimSpace(missingProgram), http.StatusNotFound)
	default:
		http.Error(w, "There is nothing here. The page is at /.", http.StatusNotFound)
	}
}

func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	data, coding := f.choose(r.Header.Get("Accept-Encoding"))
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", "no-cache") // ask each time; the validator makes it cheap
	if len(f.packed) > 0 {
		h.Add("Vary", "Accept-Encoding")
	}
	etag := `"` + f.etag + `"`
	if coding != "" {
		h.Set("Content-Encoding", coding)
		etag = `"` + f.etag + "-" + coding + `"`
	}
	h.Set("ETag", etag)
	if matches(r.Header.Get("If-None-Match"), etag) {
		h.Del("Content-Type")
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method == http.MethodGet {
		w.Write(data)
	}
}

// choose picks the smallest form that the browser takes.
func (f *file) choose(accept string) (data []byte, coding string) {
	for _, p := range f.packed {
		if accepts(accept, p.coding) {
			return p.data, p.coding
		}
	}
	return f.plain, ""
}

// accepts reads Accept-Encoding (RFC 9110 §12.5.3).
func accepts(header, coding string) bool {
	wildcard := false
	for item := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(item, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		_, weight, weighted := strings.Cut(strings.ReplaceAll(strings.ToLower(params), " ", ""), "q=")
		q, err := strconv.ParseFloat(weight, 64)
		taken := !weighted || err == nil && q > 0
		if name == coding {
			return taken
		}
		if name == "*" {
			wildcard = taken
		}
	}
	return wildcard
}

func matches(header, etag string) bool {
	for item := range strings.SplitSeq(header, ",") {
		item = strings.TrimPrefix(strings.TrimSpace(item), "W/")
		if item == etag || item == "*" {
			return true
		}
	}
	return false
}
