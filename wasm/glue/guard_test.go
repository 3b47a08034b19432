//go:build js && wasm

package glue

import (
	"errors"
	"strings"
	"testing"

	"github.com/hack-pad/safejs"
)

// invoke calls a guarded function as JavaScript would.
func invoke(t *testing.T, f func([]safejs.Value) any, trouble func(error)) safejs.Value {
	t.Helper()
	g := function(f, trouble)
	defer g.Release()
	v, err := g.Value().Invoke("a", 2)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestGuard: whatever happens in a function, its caller gets a value, and the
// program lives on.
func TestGuard(t *testing.T) {
	isError := func(v safejs.Value, want string) bool {
		in, err := v.InstanceOf(global("Error"))
		return err == nil && in && strings.Contains(text(get(v, "message")), want)
	}
	if v := invoke(t, func(args []safejs.Value) any { return text(args[0]) + "!" }, nil); text(v) != "a!" {
		t.Error("a string does not come through")
	}
	if v := invoke(t, func(args []safejs.Value) any { return float64(number(args[1])) }, nil); number(v) != 2 {
		t.Error("a number does not come through")
	}
	told := ""
	tell := func(err error) { told = err.Error() }
	if v := invoke(t, func([]safejs.Value) any { panic("on purpose") }, tell); !isError(v, "on purpose") || !strings.Contains(told, "on purpose") {
		t.Errorf("a panic: told %q", told)
	}
	if v := invoke(t, func(args []safejs.Value) any { return text(args[7]) }, nil); !isError(v, "index out of range") {
		t.Error("a fault of the runtime does not become an Error")
	}
	if v := invoke(t, func([]safejs.Value) any { return []string{"x"} }, nil); !isError(v, "no word for") {
		t.Error("a result that JavaScript has no word for ends the program")
	}
	if v := invoke(t, func([]safejs.Value) any { call(safejs.Global(), "noSuchFunction"); return nil }, nil); !isError(v, "") {
		t.Error("what the browser refuses does not become an Error")
	}
	if v := invoke(t, func([]safejs.Value) any { panic("one") }, func(error) { panic("two") }); !isError(v, "two") {
		t.Error("a panic while telling of a panic ends the program")
	}
}

func TestAttempt(t *testing.T) {
	boom := errors.New("boom")
	if err := attempt(func() { check(boom) }); err != boom {
		t.Errorf("got %v", err)
	}
	if err := attempt(func() {}); err != nil {
		t.Errorf("got %v", err)
	}
}
