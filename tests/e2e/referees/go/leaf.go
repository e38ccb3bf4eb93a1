// SPDX-License-Identifier: Apache-2.0

// The entries of a ledger and what they make of records: docs/ledger.md sections 1 and 6, read and
// written down a second time.
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
)

const (
	issue = 1 + iota
	statusChange
	keyChange
	config
	snapshot
	entered
	document
)

const (
	valid = iota
	revoked
	suspended
	superseded
	noRecord
)

// The fields behind version, kind, t, kid and H.
var fields = map[uint64]string{
	issue: "s", statusChange: "tur", keyChange: "af", config: "", snapshot: "n", entered: "si",
	document: "d",
}

// The numbers that are not any number.
var limits = map[rune][2]uint64{'u': {valid, superseded}, 'a': {1, 4}, 'd': {1, 3}}

type leaf struct {
	kind, time  uint64
	kid, slot   string
	hash        []byte
	number      map[rune]uint64
	replacement bool
}

var errEntry = errors.New("no entry")

// reader takes deterministic CBOR apart; the first thing that does not fit ends it.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) head(major byte) uint64 {
	if r.bad || len(r.rest) == 0 || r.rest[0]>>5 != major {
		r.bad = true
		return 0
	}
	low := r.rest[0] & 31
	r.rest = r.rest[1:]
	if low < 24 {
		return uint64(low)
	}
	size := 1 << (low - 24)
	if low > 27 || len(r.rest) < size {
		r.bad = true
		return 0
	}
	wide := make([]byte, 8)
	copy(wide[8-size:], r.rest[:size])
	r.rest = r.rest[size:]
	number := binary.BigEndian.Uint64(wide)
	least := uint64(24)
	if size > 1 {
		least = 1 << (4 * size)
	}
	r.bad = number < least
	return number
}

func (r *reader) bytes(size int) []byte {
	got := r.head(2)
	if r.bad || got != uint64(size) || len(r.rest) < size {
		r.bad = true
		return make([]byte, size)
	}
	value := r.rest[:size]
	r.rest = r.rest[size:]
	return value
}

func (r *reader) null() bool {
	if r.bad || len(r.rest) == 0 || r.rest[0] != 0xf6 {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

func (r *reader) within(least, most uint64) uint64 {
	number := r.head(0)
	r.bad = r.bad || number < least || number > most
	return number
}

func parseLeaf(entry []byte) (*leaf, error) {
	r := &reader{rest: entry}
	count := r.head(4)
	r.within(1, 1)
	l := &leaf{kind: r.within(issue, document), number: map[rune]uint64{}}
	l.time = r.within(0, math.MaxInt64)
	l.kid, l.hash = string(r.bytes(8)), r.bytes(32)
	if r.bad || count != uint64(5+len(fields[l.kind])) {
		return nil, errEntry
	}
	for _, field := range fields[l.kind] {
		switch field {
		case 's':
			l.slot = string(r.bytes(16))
		case 'r':
			if l.replacement = !r.null(); l.replacement {
				l.number[field] = r.within(0, math.MaxInt64)
			}
		default:
			limit, known := limits[field]
			if !known {
				limit[1] = math.MaxInt64
			}
			l.number[field] = r.within(limit[0], limit[1])
		}
	}
	if l.kind == keyChange && l.number['a'] != 3 && l.number['f'] != 0 {
		return nil, errEntry
	}
	if r.bad || len(r.rest) != 0 || !bytes.Equal(l.write(), entry) {
		return nil, errEntry
	}
	return l, nil
}

func head(out []byte, major byte, number uint64) []byte {
	wide := binary.BigEndian.AppendUint64(nil, number)
	switch {
	case number < 24:
		return append(out, major<<5|byte(number))
	case number < 1<<8:
		return append(append(out, major<<5|24), wide[7:]...)
	case number < 1<<16:
		return append(append(out, major<<5|25), wide[6:]...)
	case number < 1<<32:
		return append(append(out, major<<5|26), wide[4:]...)
	}
	return append(append(out, major<<5|27), wide...)
}

func (l *leaf) write() []byte {
	out := head(nil, 4, uint64(5+len(fields[l.kind])))
	for _, number := range []uint64{1, l.kind, l.time} {
		out = head(out, 0, number)
	}
	out = append(append(head(out, 2, 8), l.kid...), head(nil, 2, 32)...)
	out = append(out, l.hash...)
	for _, field := range fields[l.kind] {
		switch {
		case field == 's':
			out = append(head(out, 2, 16), l.slot...)
		case field == 'r' && !l.replacement:
			out = append(out, 0xf6)
		default:
			out = head(out, 0, l.number[field])
		}
	}
	return out
}

// --- status -----------------------------------------------------------------------------------

type key struct {
	department, closed, compromised bool
	from, until                     uint64 // until: closed, and what it decided before this entry holds
}

type record struct {
	kid, slot string
	status    int
}

type replay struct {
	time    uint64
	keys    map[string]*key
	records []record          // noRecord where the entry is none
	newest  map[string]uint64 // of each slot
	decided map[string]uint64 // decisions as documents: where the first of this digest and key stands
}

func newReplay() *replay {
	return &replay{keys: map[string]*key{}, newest: map[string]uint64{}, decided: map[string]uint64{}}
}

func (p *replay) at(index uint64) *record {
	if index >= uint64(len(p.records)) || p.records[index].status == noRecord {
		return nil
	}
	return &p.records[index]
}

// add says whether the entry keeps every rule; one that does not changes nothing but the count.
func (p *replay) add(l *leaf) bool {
	made := record{status: noRecord}
	good := l.time >= p.time // R1
	if good {
		p.time = l.time
		switch l.kind {
		case issue, entered:
			if good = p.mayIssue(l); good {
				made = record{l.kid, l.slot, valid}
				p.newest[l.slot] = uint64(len(p.records))
			}
		case statusChange:
			if good = p.mayChange(l); good {
				p.at(l.number['t']).status = int(l.number['u'])
			}
		case keyChange:
			good = p.changeKey(l)
		case document:
			p.keepDecision(l)
		case snapshot:
			good = l.number['n'] <= uint64(len(p.records)) // R8
		}
	}
	p.records = append(p.records, made)
	return good
}

func (p *replay) mayIssue(l *leaf) bool {
	k := p.keys[l.kid]
	if k == nil || k.closed { // R2
		return false
	}
	former, used := p.newest[l.slot]
	return !used || p.records[former].status != valid // R3
}

func (p *replay) keepDecision(l *leaf) {
	name := string(l.hash) + l.kid
	if _, known := p.decided[name]; l.number['d'] == 3 && !known {
		p.decided[name] = uint64(len(p.records))
	}
}

func (p *replay) mayChange(l *leaf) bool {
	target, k := p.at(l.number['t']), p.keys[l.kid]
	if target == nil || k == nil || !(k.department || l.kid == target.kid) { // R4
		return false
	}
	if place, known := p.decided[string(l.hash)+l.kid]; k.closed && !(known && place < k.until) { // R4
		return false
	}
	to := int(l.number['u'])
	allowed := map[int][]int{valid: {suspended, revoked}, suspended: {valid, superseded, revoked}}
	found := false
	for _, status := range allowed[target.status] {
		found = found || status == to
	}
	if !found { // R5
		return false
	}
	if to == valid && p.newest[target.slot] != l.number['t'] { // R3
		return false
	}
	if l.replacement != (to == superseded) { // R6
		return false
	}
	if !l.replacement {
		return true
	}
	by := p.at(l.number['r'])
	return by != nil && by.status == valid && by.slot == target.slot && l.number['r'] > l.number['t']
}

func (p *replay) changeKey(l *leaf) bool {
	k := p.keys[l.kid]
	if action := l.number['a']; action == 1 || action == 4 {
		if k == nil {
			p.keys[l.kid] = &key{department: action == 4}
		}
		return k == nil
	}
	from := l.number['f']
	if k == nil || (l.number['a'] == 2 && k.closed) { // R2
		return false
	}
	if l.number['a'] == 3 && (from > uint64(len(p.records)) || (k.compromised && from >= k.from)) { // R7
		return false
	}
	until := uint64(len(p.records))
	if l.number['a'] == 3 {
		until = from
	}
	if !k.closed || until < k.until {
		k.until = until
	}
	k.closed = true
	if l.number['a'] == 3 {
		k.compromised, k.from = true, from
	}
	for i := l.number['f']; l.number['a'] == 3 && i < uint64(len(p.records)); i++ { // R7
		if r := p.at(i); r != nil && r.kid == l.kid && r.status != superseded {
			r.status = revoked
		}
	}
	return true
}

// bits are the statuses of entries [from, to), two bits each.
func (p *replay) bits(from, to uint64) []byte {
	out := make([]byte, (to-from+3)/4)
	for i, r := range p.records[from:to] {
		if r.status != noRecord {
			out[i/4] |= byte(r.status << (i % 4 * 2))
		}
	}
	return out
}
