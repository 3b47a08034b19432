package main

import (
	"bytes"
	"compress/gzip"

	"github.com/andybalholm/brotli"
)

// compress packs data as hard as both formats can: it is done once a build
// and unpacked by every visitor. Brotli's best level takes some seconds for
// the wasm; gzip runs beside it.
func compress(data []byte) (map[string][]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	gz := make(chan result)
	go func() {
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err == nil {
			_, err = w.Write(data)
		}
		if err == nil {
			err = w.Close()
		}
		gz <- result{b.Bytes(), err}
	}()
	var br bytes.Buffer
	w := brotli.NewWriterLevel(&br, brotli.BestCompression)
	_, err := w.Write(data)
	if err == nil {
		err = w.Close()
	}
	g := <-gz
	if err == nil {
		err = g.err
	}
	return map[string][]byte{".gz": g.data, ".br": br.Bytes()}, err
}
