package web_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"handshake101/handshake"
)

// Every report of every case is valid under the published schema.
func TestReportsMatchTheSchema(t *testing.T) {
	schema := compile(t)
	paths, err := filepath.Glob("../handshake/cases/*.case")
	if err != nil {
		t.Fatal(err)
	}
	reports := 0
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := handshake.ParseCases(data)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, c := range cases {
			policy, err := c.Policy()
			if err != nil {
				t.Fatalf("%s: %v", c.ID, err)
			}
			text := handshake.Inspect(c.Exchange, policy).AppendJSON(nil, nil)
			report, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
			if err != nil {
				t.Errorf("%s: the report is no JSON: %v", c.ID, err)
				continue
			}
			if err := schema.Validate(report); err != nil {
				t.Errorf("%s: %v", c.ID, err)
			}
			reports++
		}
	}
	if reports == 0 {
		t.Fatal("no case was found: nothing was checked")
	}
}

// The schema can say no.
func TestSchemaRefusesWrongReports(t *testing.T) {
	schema := compile(t)
	good := handshake.Inspect(handshake.Exchange{Request: handshake.Presets()[0].Request()}, nil).AppendJSON(nil, nil)
	for _, change := range []func(map[string]any){
		func(r map[string]any) { r["schema"] = 2 },
		func(r map[string]any) { delete(r, "steps") },
		func(r map[string]any) { r["verdict"].(map[string]any)["outcome"] = "perhaps" },
		func(r map[string]any) { r["extra"] = true },
	} {
		var report map[string]any
		if err := json.Unmarshal(good, &report); err != nil {
			t.Fatal(err)
		}
		change(report)
		text, err := json.Marshal(report)
		if err != nil {
			t.Fatal(err)
		}
		changed, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(changed) == nil {
			t.Errorf("the schema takes a wrong report: %s", text[:80])
		}
	}
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open("static/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	doc, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
