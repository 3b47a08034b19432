//go:build js && wasm

// Package glue joins the page's program to the browser. It is the only one that
// knows JavaScript, and it knows it through safejs alone.
//
// It mounts the view into a root, turns events into messages by the data-
// attributes of the HTML, replaces the regions whose HTML changed, and does the
// effects that Update asks for. What it hands out goes through one guard: a
// panic in a function that JavaScript calls would end the whole program, and so
// would a result that has no counterpart in JavaScript.
package glue

import (
	"errors"

	"github.com/hack-pad/safejs"
)

// failure carries an error of safejs up to the guard.
type failure struct{ err error }

// check leaves the call in hand when the browser refused something.
func check(err error) {
	if err != nil {
		panic(failure{err})
	}
}

// attempt runs f and returns what went wrong in it, be it a refusal of the
// browser or a fault of the program.
func attempt(f func()) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case failure:
			err = r.err
		default:
			err = errors.New("panic: " + said(r))
		}
	}()
	f()
	return nil
}

// said is what a panic says. Package fmt knows more of them, but with all that it
// needs it weighs as much as a tenth of the program.
func said(r any) string {
	switch r := r.(type) {
	case string:
		return r
	case error:
		return r.Error()
	}
	return "a value that is no text"
}

// function makes f callable from JavaScript. The caller gets the result, or an
// Error in its place; faults are also told to trouble, which may be nil.
func function(f func(args []safejs.Value) any, trouble func(error)) safejs.Func {
	guarded, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) (result any) {
		var out any
		err := attempt(func() { out = f(args) })
		if err == nil {
			switch v := out.(type) {
			case nil:
				return nil
			case string, bool, float64, safejs.Value:
				return v
			}
			err = errors.New("a result that JavaScript has no word for")
		}
		if trouble != nil {
			if again := attempt(func() { trouble(err) }); again != nil {
				err = errors.Join(err, again)
			}
		}
		return errorValue(err)
	})
	check(err)
	return guarded
}

// errorValue makes an Error of JavaScript; null when even that fails.
func errorValue(err error) safejs.Value {
	v := safejs.Null()
	_ = attempt(func() { v = construct("Error", err.Error()) })
	return v
}
