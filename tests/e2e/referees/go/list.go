// SPDX-License-Identifier: Apache-2.0

// Status lists: an IETF Token Status List as a CWT, COSE_Sign1 with EdDSA.
package main

import (
	"bytes"
	"compress/zlib"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"io"
)

// any reads one item: numbers, byte and text strings, maps of them.
func (r *reader) any() interface{} {
	if r.bad || len(r.rest) == 0 {
		r.bad = true
		return nil
	}
	major := r.rest[0] >> 5
	number := r.head(major)
	switch {
	case major == 0:
		return int64(number)
	case major == 1:
		return -1 - int64(number)
	case (major == 2 || major == 3) && number <= uint64(len(r.rest)):
		value := r.rest[:number]
		r.rest = r.rest[number:]
		if major == 3 {
			return string(value)
		}
		return value
	case major == 5 && number < 16:
		made := map[interface{}]interface{}{}
		for i := uint64(0); i < number && !r.bad; i++ {
			name := r.any()
			if _, isBytes := name.([]byte); isBytes || name == nil {
				r.bad = true
				return nil
			}
			made[name] = r.any()
		}
		return made
	}
	r.bad = true
	return nil
}

func part(items map[interface{}]interface{}, name interface{}) map[interface{}]interface{} {
	inner, _ := items[name].(map[interface{}]interface{})
	return inner
}

func checkList(file []byte, p *policy, ledger *replay) {
	r := &reader{rest: file}
	tag, count := r.head(6), r.head(4)
	protected, _ := r.any().([]byte)
	headers, _ := r.any().(map[interface{}]interface{})
	payload, _ := r.any().([]byte)
	signature, _ := r.any().([]byte)
	require(!r.bad && tag == 18 && count == 4 && len(r.rest) == 0, "no COSE_Sign1")

	signed := append(head(nil, 4, 4), "\x6aSignature1"...)
	signed = append(head(signed, 2, uint64(len(protected))), protected...)
	signed = append(signed, 0x40)
	signed = append(head(signed, 2, uint64(len(payload))), payload...)
	require(ed25519.Verify(p.logKey, signed, signature), "the list is not the ledger's")
	kid := sha256.Sum256(p.logKey)
	stated, _ := headers[int64(4)].([]byte)
	require(bytes.Equal(stated, kid[:8]), "another kid")

	said, _ := (&reader{rest: protected}).any().(map[interface{}]interface{})
	require(said[int64(1)] == int64(-8) && said[int64(16)] == "application/statuslist+cwt", "type")
	claims, _ := (&reader{rest: payload}).any().(map[interface{}]interface{})
	list := part(claims, int64(65533))
	require(list["bits"] == int64(2), "bits")
	packed, _ := list["lst"].([]byte)
	unpacker, err := zlib.NewReader(bytes.NewReader(packed))
	must(err)
	bits, err := io.ReadAll(io.LimitReader(unpacker, 1<<24))
	must(err)

	subject, _ := claims[int64(2)].(string)
	from, to, asOf := uint64(0), uint64(0), uint64(len(ledger.records))
	if _, err = fmt.Sscanf(subject, p.origin+"/status/%d/%d/%d", &from, &to, &asOf); err != nil {
		_, err = fmt.Sscanf(subject, p.origin+"/status/%d/%d", &from, &to)
		must(err)
		asOf = to
	}
	require(from <= to && to <= asOf && asOf == uint64(len(ledger.records)),
		"over other entries: %s", subject)
	require(bytes.Equal(bits, ledger.bits(from, to)), "the list says what the ledger does not")
}
