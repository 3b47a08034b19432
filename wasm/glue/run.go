//go:build js && wasm

package glue

import (
	"github.com/hack-pad/safejs"

	"handshake101/wasm/page"
)

// The host script leaves a function under this name while it starts the
// program, and takes the program's functions through it.
const handOver = "__handshake101"

// Run hands the program's functions to the host script and waits for calls
// until the host script stops it.
func Run() {
	stop := make(chan struct{})
	mounted := map[int]*instance{}
	last := 0
	at := func(args []safejs.Value) *instance { return mounted[number(arg(args, 0))] }
	api := map[string]func(args []safejs.Value) any{
		// mount(host, root, options) -> handle
		"mount": func(args []safejs.Value) any {
			i := mount(arg(args, 0), arg(args, 1), arg(args, 2))
			last++
			mounted[last] = i
			return float64(last)
		},
		"unmount": func(args []safejs.Value) any {
			if i := at(args); i != nil {
				delete(mounted, number(arg(args, 0)))
				i.unmount()
			}
			return nil
		},
		// send(handle, name, arg, value, number): a message from outside
		"send": func(args []safejs.Value) any {
			i := at(args)
			if i == nil {
				return false
			}
			return i.send(page.Message{Name: text(arg(args, 1)), Arg: text(arg(args, 2)), Value: text(arg(args, 3)), Number: number(arg(args, 4))})
		},
		// inspect(request, response, policy, lang, catalogue) -> JSON text
		"inspect": func(args []safejs.Value) any {
			return string(inspect(arg(args, 0), arg(args, 1), arg(args, 2), text(arg(args, 3)), text(arg(args, 4))))
		},
		"stop": func([]safejs.Value) any {
			close(stop)
			return nil
		},
	}
	err := attempt(func() {
		object := construct("Object")
		for name, f := range api {
			set(object, name, function(f, nil).Value())
		}
		call(safejs.Global(), handOver, object)
	})
	if err != nil {
		panic(err) // nobody could call the program: let it end, which the host sees
	}
	<-stop
}

// arg is an argument, undefined when it was left out.
func arg(args []safejs.Value, i int) safejs.Value {
	if i >= len(args) {
		return safejs.Undefined()
	}
	return args[i]
}
