// SPDX-License-Identifier: Apache-2.0

// A ledger before a referee: Go's golang.org/x/mod/sumdb (tlog, note) judges notes, tiles and
// proofs; entries and statuses are judged by leaf.go. Ends with 0 when everything is right.
//
//	referee ledger PUBLIC POLICY [LIST]     everything in the public files, and a status list
//	referee hashes PUBLIC POLICY            the same without reading an entry, for the benchmark
//	referee proof PROOF POLICY              a .tlog-proof with its entry in it
//	referee consistency FILE                lines "old size root root hash..."
//	referee rules FILE | bent FILE          what make_ledger.c drew, answered as it answers
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func require(truth bool, format string, words ...interface{}) {
	if !truth {
		log.Fatalf(format, words...)
	}
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	must(err)
	return data
}

// --- notes ------------------------------------------------------------------------------------

// cosigner verifies c2sp.org/tlog-cosignature signatures (type 4), which x/mod does not know.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }
func (c *cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(sig[:8])
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, msg)
	return ed25519.Verify(c.key, []byte(signed), sig[8:])
}

func newCosigner(vkey string) *cosigner {
	parts := strings.SplitN(vkey, "+", 3)
	require(len(parts) == 3, "no key: %s", vkey)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	require(len(key) == 33 && key[0] == 4, "no cosigner's key: %s", vkey)
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	hash := binary.BigEndian.Uint32(sum[:])
	require(fmt.Sprintf("%08x", hash) == parts[1], "another key's id: %s", vkey)
	return &cosigner{parts[0], hash, key[1:]}
}

// policy is as much of a policy as the tests have: one log, witnesses that must all have cosigned.
type policy struct {
	origin    string
	logKey    ed25519.PublicKey
	verifiers []note.Verifier
}

func readPolicy(path string) *policy {
	p := &policy{}
	for _, line := range strings.Split(string(read(path)), "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) > 1 && words[0] == "log":
			verifier, err := note.NewVerifier(words[1])
			must(err)
			key, err := base64.StdEncoding.DecodeString(strings.SplitN(words[1], "+", 3)[2])
			must(err)
			p.origin, p.logKey = verifier.Name(), key[1:]
			p.verifiers = append(p.verifiers, verifier)
		case len(words) > 2 && words[0] == "witness":
			p.verifiers = append(p.verifiers, newCosigner(words[2]))
		}
	}
	return p
}

// checkpoint opens a note and gives the tree that it is about.
func (p *policy) checkpoint(signed []byte) tlog.Tree {
	opened, err := note.Open(signed, note.VerifierList(p.verifiers...))
	must(err)
	require(len(opened.Sigs) == len(p.verifiers), "%d signatures of %d", len(opened.Sigs),
		len(p.verifiers))
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	require(origin == p.origin, "another ledger: %s", origin)
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + rest))
	must(err)
	return tree
}

// --- tiles ------------------------------------------------------------------------------------

// tiles reads them from a folder; c2sp.org/tlog-tiles has no height in its paths.
type tiles string

func (t tiles) Height() int                         { return 8 }
func (t tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(t), path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (t tiles) bundle(index, width int64) [][]byte {
	tile := tlog.Tile{H: 8, L: 0, N: index, W: int(width)}
	path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
	return entriesOf(read(filepath.Join(string(t), path)))
}

func entriesOf(bundle []byte) (entries [][]byte) {
	for len(bundle) > 0 {
		require(len(bundle) >= 2, "a bundle is cut short")
		size := int(binary.BigEndian.Uint16(bundle))
		require(len(bundle) >= 2+size, "a bundle is cut short")
		entries = append(entries, bundle[2:2+size])
		bundle = bundle[2+size:]
	}
	return entries
}

// --- a whole ledger ---------------------------------------------------------------------------

// storage is every hash of the tree, in x/mod's order.
type storage []tlog.Hash

func (s storage) ReadHashes(indexes []int64) (hashes []tlog.Hash, err error) {
	for _, index := range indexes {
		hashes = append(hashes, s[index])
	}
	return hashes, nil
}

// hashAll puts every entry into the tree and holds the tree against root and tiles.
func hashAll(source tiles, tree tlog.Tree, take func(place int64, entry []byte)) {
	stored := make(storage, 0, tlog.StoredHashCount(tree.N))
	for index := int64(0); index*256 < tree.N; index++ {
		width := tree.N - index*256
		if width > 256 {
			width = 256
		}
		entries := source.bundle(index, width)
		require(int64(len(entries)) == width, "bundle %d has %d entries", index, len(entries))
		for i, entry := range entries {
			place := index*256 + int64(i)
			hashes, err := tlog.StoredHashes(place, entry, stored)
			must(err)
			stored = append(stored, hashes...)
			take(place, entry)
		}
	}
	checkTiles(tree, source, stored)
}

func checkLedger(public, policyFile string, lists []string) {
	p, ledger := readPolicy(policyFile), newReplay()
	tree := p.checkpoint(read(filepath.Join(public, "checkpoint")))
	hashAll(tiles(public), tree, func(place int64, entry []byte) {
		checkEntry(ledger, place, entry)
	})
	for _, file := range lists {
		checkList(read(file), p, ledger)
	}
	var count [noRecord + 1]int
	for _, r := range ledger.records {
		count[r.status]++
	}
	fmt.Printf("%d entries, %d valid, %d revoked, %d suspended, %d superseded\n", tree.N,
		count[valid], count[revoked], count[suspended], count[superseded])
}

// checkTiles holds the root, and every tile, against what x/mod makes of the entries.
func checkTiles(tree tlog.Tree, source tiles, stored storage) {
	for _, reader := range []tlog.HashReader{stored, tlog.TileHashReader(tree, source)} {
		root, err := tlog.TreeHash(tree.N, reader)
		must(err)
		require(root == tree.Hash, "another root")
	}
	var wanted []tlog.Tile
	for _, tile := range tlog.NewTiles(source.Height(), 0, tree.N) {
		// Of a partial tile it names each width that it once had.
		if width := tree.N>>uint(8*tile.L) - tile.N*256; width >= 256 || int64(tile.W) == width {
			wanted = append(wanted, tile)
		}
	}
	found, err := source.ReadTiles(wanted)
	must(err)
	for i, tile := range wanted {
		data, err := tlog.ReadTileData(tile, stored)
		must(err)
		require(bytes.Equal(data, found[i]), "%s holds other hashes", tile.Path())
	}
}

func checkEntry(ledger *replay, place int64, entry []byte) {
	l, err := parseLeaf(entry)
	require(err == nil, "entry %d: %v", place, err)
	if l.kind == snapshot {
		require(l.number['n'] == uint64(place), "snapshot at %d", place)
		digest := sha256.Sum256(ledger.bits(0, uint64(place)))
		require(bytes.Equal(digest[:], l.hash), "the snapshot at %d is another", place)
	}
	require(ledger.add(l), "entry %d breaks a rule", place)
}

// --- proofs -----------------------------------------------------------------------------------

func checkProof(path string, p *policy) {
	head, signed, _ := strings.Cut(string(read(path)), "\n\n")
	lines := strings.Split(head, "\n")
	require(len(lines) >= 3 && lines[0] == "c2sp.org/tlog-proof@v1", "no proof")
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err)
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		must(err)
		proof = append(proof, hash)
	}
	tree := p.checkpoint([]byte(signed))
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)))
	_, err = parseLeaf(entry)
	must(err)
	fmt.Printf("entry %d of %d\n", index, tree.N)
}

func checkConsistency(path string) {
	for _, line := range strings.Split(strings.TrimSpace(string(read(path))), "\n") {
		words := strings.Fields(line)
		var numbers [2]int64
		var hashes []tlog.Hash
		for i, word := range words {
			var hash tlog.Hash
			if i < 2 {
				number, err := strconv.ParseInt(word, 10, 64)
				must(err)
				numbers[i] = number
				continue
			}
			_, err := hex.Decode(hash[:], []byte(word))
			must(err)
			hashes = append(hashes, hash)
		}
		must(tlog.CheckTree(hashes[2:], numbers[1], hashes[1], numbers[0], hashes[0]))
	}
}

// --- what was drawn ---------------------------------------------------------------------------

func answerRules(path string) {
	for _, bundle := range entriesOf(read(path)) {
		ledger, marks := newReplay(), ""
		for _, entry := range entriesOf(bundle) {
			l, err := parseLeaf(entry)
			must(err)
			marks += mark(ledger.add(l))
		}
		marks += " "
		for _, r := range ledger.records {
			marks += string("VRSX-"[r.status])
		}
		fmt.Println(marks)
	}
}

func answerBent(path string) {
	for _, entry := range entriesOf(read(path)) {
		_, err := parseLeaf(entry)
		fmt.Print(mark(err == nil))
	}
}

func mark(good bool) string {
	if good {
		return "+"
	}
	return "!"
}

func main() {
	log.SetFlags(0)
	words := os.Args[1:]
	require(len(words) > 1, "referee WHAT FILE...")
	switch words[0] {
	case "ledger":
		checkLedger(words[1], words[2], words[3:])
	case "hashes":
		tree := readPolicy(words[2]).checkpoint(read(filepath.Join(words[1], "checkpoint")))
		hashAll(tiles(words[1]), tree, func(int64, []byte) {})
	case "proof":
		checkProof(words[1], readPolicy(words[2]))
	case "consistency":
		checkConsistency(words[1])
	case "rules":
		answerRules(words[1])
	case "bent":
		answerBent(words[1])
	default:
		log.Fatal("what?")
	}
}
