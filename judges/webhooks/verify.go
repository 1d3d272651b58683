package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

type delivery struct {
	Body    string
	Headers map[string]string
	Valid   []string
	Invalid []string
}

func verifies(secret string, body string, given map[string]string) bool {
	webhook, err := webhooks.NewWebhook(secret)
	if err != nil {
		return false
	}
	headers := http.Header{}
	for name, value := range given {
		headers.Set(name, value)
	}
	return webhook.Verify([]byte(body), headers) == nil
}

func must(held bool, sentence string) {
	if !held {
		fmt.Fprintln(os.Stderr, sentence)
		os.Exit(1)
	}
}

func main() {
	content, err := os.ReadFile(os.Args[1])
	must(err == nil, "No cases to judge.")
	var cases []delivery
	must(json.Unmarshal(content, &cases) == nil, "The cases cannot be read.")
	for _, one := range cases {
		for _, secret := range one.Valid {
			must(verifies(secret, one.Body, one.Headers), "Not verified: "+one.Body)
		}
		for _, secret := range one.Invalid {
			must(!verifies(secret, one.Body, one.Headers), "Verified by another secret: "+one.Body)
		}
		must(!verifies(one.Valid[0], one.Body+" ", one.Headers), "Verified with another body: "+one.Body)
	}
	fmt.Printf("standard-webhooks of Go: %d deliveries verified\n", len(cases))
}
