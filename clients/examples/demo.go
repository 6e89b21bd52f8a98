// A form on the Braille display, in Go, with its standard library alone:  go run demo.go
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/textproto"
	"os"
	"strconv"
)

type message struct {
	ID     int             `json:"id,omitempty"`
	Method string          `json:"method,omitempty"`
	Params json.RawMessage `json:"params,omitempty"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

const form = `{"revision": 1, "focus": "salva", "nodes": [
  {"id": "form", "role": "form", "name": "Cliente", "children": ["nome", "salva"]},
  {"id": "nome", "role": "textbox", "name": "Nome", "value": "Rossi"},
  {"id": "salva", "role": "button", "name": "Salva"}]}`

func main() {
	place := os.Getenv("XDG_RUNTIME_DIR") + "/brailledesk/service.sock"
	if len(os.Args) > 1 {
		place = os.Args[1]
	}
	service, err := net.Dial("unix", place)
	check(err)
	in := textproto.NewReader(bufio.NewReader(service))
	call(service, in, 1, "initialize", `{"protocol": "1.0", "client": {"name": "Demo Go"}}`)
	call(service, in, 2, "session/claim", `{"name": "Demo Go"}`)
	call(service, in, 3, "screen/publish", form)
	fmt.Println("On the display. Press the routing key over the button.")
	for {
		var asked struct{ Node, Action string }
		if told := read(in); told.Method == "action/request" {
			check(json.Unmarshal(told.Params, &asked))
		}
		if asked.Node == "salva" {
			break
		}
	}
	call(service, in, 4, "screen/patch",
		`{"base": 1, "revision": 2, "nodes": [{"id": "salva", "name": "Salvato"}]}`)
	call(service, in, 5, "message/post", `{"text": "Cliente salvato", "priority": "message"}`)
	call(service, in, 6, "session/release", `{}`)
	fmt.Println("Saved.")
}

// call sends a request and waits for its answer; what else comes meanwhile this demo passes over.
func call(out io.Writer, in *textproto.Reader, id int, method, params string) {
	body := fmt.Sprintf(`{"jsonrpc": "2.0", "id": %d, "method": %q, "params": %s}`, id, method, params)
	_, err := fmt.Fprintf(out, "Content-Length: %d\r\n\r\n%s", len(body), body)
	check(err)
	for answer := read(in); ; answer = read(in) {
		if answer.ID == id && answer.Error != nil {
			log.Fatalf("%s: %s", method, answer.Error.Message)
		} else if answer.ID == id {
			return
		}
	}
}

func read(in *textproto.Reader) (found message) {
	header, err := in.ReadMIMEHeader()
	check(err)
	length, err := strconv.Atoi(header.Get("Content-Length"))
	check(err)
	body := make([]byte, length)
	_, err = io.ReadFull(in.R, body)
	check(err)
	check(json.Unmarshal(body, &found))
	return found
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
