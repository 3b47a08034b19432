//go:build !unix

package pipe

import "syscall"

// Elsewhere a protocol waits in Read, on its own stack.
const canWait = false

func (w *Waiter) try(uintptr) bool { return true }

// ReadNow finds nothing where a socket cannot be asked without waiting.
func ReadNow(syscall.RawConn, []byte) int { return 0 }
