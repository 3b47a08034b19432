//go:build !unix

package pipe

// Elsewhere a protocol waits in Read, on its own stack.
const canWait = false

func (w *Waiter) try(uintptr) bool { return true }
