//go:build js && wasm

package glue

import (
	"strings"

	"github.com/hack-pad/safejs"

	"handshake101/wasm/page"
)

// inspect is the engine for scripts: the report of an exchange as JSON, or what
// is wrong with the arguments.
func inspect(request, response, policy safejs.Value, lang, catalogue string) []byte {
	in := page.Inquiry{Lang: lang, Catalogue: catalogue}
	ok := true
	if in.Request, ok = octets(request); !ok {
		return page.Misuse("request", kind(request), "a string or a Uint8Array")
	}
	if there(response) {
		if in.Response, ok = octets(response); !ok {
			return page.Misuse("response", kind(response), "a string or a Uint8Array")
		}
	}
	if there(policy) {
		if policy.Type() != safejs.TypeObject {
			return page.Misuse("policy", kind(policy), "an object")
		}
		keys := call(global("Object"), "keys", policy)
		for i := range number(get(keys, "length")) {
			key, err := keys.Index(i)
			check(err)
			value, want := policyValue(get(policy, text(key)))
			if want != "" {
				return page.Misuse("policy."+text(key), kind(get(policy, text(key))), want)
			}
			if value != nil {
				in.Policy = append(in.Policy, [2]string{text(key), *value})
			}
		}
		if in.Policy == nil {
			in.Policy = [][2]string{}
		}
	}
	return in.Report()
}

// policyValue writes a value as handshake.Policy.Set reads it; nil is left out.
// want is what it should have been.
func policyValue(v safejs.Value) (value *string, want string) {
	const list = "a list of strings or numbers without commas"
	if !there(v) {
		return nil, ""
	}
	if v.Type() == safejs.TypeString {
		s := text(v)
		return &s, ""
	}
	if !truthy(call(global("Array"), "isArray", v)) {
		return nil, list
	}
	members := make([]string, number(get(v, "length")))
	for i := range members {
		x, err := v.Index(i)
		check(err)
		if x.Type() != safejs.TypeString && x.Type() != safejs.TypeNumber {
			return nil, list
		}
		members[i] = text(x)
		if x.Type() == safejs.TypeNumber {
			members[i] = text(call(safejs.Global(), "String", x))
		}
		if strings.Contains(members[i], ",") {
			return nil, list
		}
	}
	s := strings.Join(members, ",")
	return &s, ""
}

// octets takes a string, as UTF-8, or a Uint8Array.
func octets(v safejs.Value) ([]byte, bool) {
	if v.Type() == safejs.TypeString {
		return []byte(text(v)), true
	}
	if v.Type() != safejs.TypeObject || !truthy(isBytes(v)) {
		return nil, false
	}
	b := make([]byte, number(get(v, "length")))
	_, err := safejs.CopyBytesToGo(b, v)
	check(err)
	return b, true
}

func isBytes(v safejs.Value) safejs.Value {
	tag := call(get(get(global("Object"), "prototype"), "toString"), "call", v)
	is, err := safejs.ValueOf(text(tag) == "[object Uint8Array]")
	check(err)
	return is
}

// kind names what a value is, for whoever gave it.
func kind(v safejs.Value) string {
	if v.IsNull() {
		return "null"
	}
	return v.Type().String()
}
