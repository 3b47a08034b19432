//go:build js && wasm

package glue

import (
	"math"

	"github.com/hack-pad/safejs"
)

// Short forms of safejs's methods. What the browser refuses ends the call in
// hand and comes out at the guard.

func get(v safejs.Value, name string) safejs.Value {
	x, err := v.Get(name)
	check(err)
	return x
}

func set(v safejs.Value, name string, x any) { check(v.Set(name, x)) }

func call(v safejs.Value, method string, args ...any) safejs.Value {
	x, err := v.Call(method, args...)
	check(err)
	return x
}

func global(name string) safejs.Value { return get(safejs.Global(), name) }

func construct(class string, args ...any) safejs.Value {
	x, err := global(class).New(args...)
	check(err)
	return x
}

// there tells whether a value is neither null nor undefined.
func there(v safejs.Value) bool { return !v.IsNull() && !v.IsUndefined() }

func text(v safejs.Value) string {
	if v.Type() != safejs.TypeString {
		return ""
	}
	s, err := v.String()
	check(err)
	return s
}

func truthy(v safejs.Value) bool {
	t, err := v.Truthy()
	check(err)
	return t
}

func number(v safejs.Value) int {
	if v.Type() != safejs.TypeNumber {
		return 0
	}
	f, err := v.Float()
	check(err)
	if math.IsNaN(f) {
		return 0
	}
	return int(f)
}

func same(a, b safejs.Value) bool { return a.Equal(b) }

// attribute reads an attribute, "" when it is not there.
func attribute(v safejs.Value, name string) string { return text(call(v, "getAttribute", name)) }

// find is querySelector; ok is false when nothing matches.
func find(v safejs.Value, selector string) (safejs.Value, bool) {
	x := call(v, "querySelector", selector)
	return x, there(x)
}

// findAll is querySelectorAll.
func findAll(v safejs.Value, selector string) []safejs.Value {
	list := call(v, "querySelectorAll", selector)
	n := number(get(list, "length"))
	all := make([]safejs.Value, 0, n)
	for i := range n {
		x, err := list.Index(i)
		check(err)
		all = append(all, x)
	}
	return all
}

// random gives bytes of the browser's crypto.
func random() (b [16]byte) {
	array := construct("Uint8Array", len(b))
	call(global("crypto"), "getRandomValues", array)
	_, err := safejs.CopyBytesToGo(b[:], array)
	check(err)
	return b
}
