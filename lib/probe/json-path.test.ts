import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPath } from "@/lib/probe/json-path";
import { select } from "@/lib/probe/json-select";
import { type Json, readJson, repeated } from "@/lib/probe/json-text";

function plain(value: Json): unknown {
  if (value === repeated) throw new Error("a repeated name was selected");
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, inner]) => [name, plain(inner)]));
  return typeof value === "object" && value !== null ? value.value : value;
}

/** The values that `path` names in a document, or why it names none. */
function run(path: string, document: unknown): unknown {
  const read = readPath(path);
  if (!read.ok) return `refused: ${read.message}`;
  if (read.value.length < path.length) return `refused: stops at ${path.slice(read.value.length)}`;
  const json = readJson(typeof document === "string" ? document : JSON.stringify(document));
  if (!json.ok) return json.code;
  const found = select(read.value.path, json.value);
  return found.ok ? found.nodes.map(plain) : found.code;
}

const [sayings, sword, moby, lord] = [
  { category: "reference", author: "Nigel Rees", title: "Sayings of the Century", price: 8.95 },
  { category: "fiction", author: "Evelyn Waugh", title: "Sword of Honour", price: 12.99 },
  {
    category: "fiction",
    author: "Herman Melville",
    title: "Moby Dick",
    isbn: "0-553-21311-3",
    price: 8.99,
  },
  {
    category: "fiction",
    author: "J. R. R. Tolkien",
    title: "The Lord of the Rings",
    isbn: "0-395-19395-8",
    price: 22.99,
  },
];
const bicycle = { color: "red", price: 399 };
const shop = { store: { book: [sayings, sword, moby, lord], bicycle } };

describe("RFC 9535: the shop of section 1.5", () => {
  const authors = [sayings, sword, moby, lord].map(({ author }) => author);
  test.each([
    ["$.store.book[*].author", authors],
    ["$..author", authors],
    ["$.store.*", [shop.store.book, bicycle]],
    ["$.store..price", [8.95, 12.99, 8.99, 22.99, 399]],
    ["$..book[2]", [moby]],
    ["$..book[2].author", ["Herman Melville"]],
    ["$..book[2].publisher", []],
    ["$..book[-1]", [lord]],
    ["$..book[0,1]", [sayings, sword]],
    ["$..book[:2]", [sayings, sword]],
    ["$..book[?@.isbn]", [moby, lord]],
    ["$..book[?@.price<10]", [sayings, moby]],
    ["$.store.book[?@.price < 10 && @.isbn].title", ["Moby Dick"]],
    ["$", [shop]],
  ])("%s", (path, expected) => {
    expect(run(path, shop)).toEqual(expected);
  });

  test("everything below is 27 nodes", () => {
    expect(run("$..*", shop)).toHaveLength(27);
  });
});

describe("RFC 9535: names, wildcards, indexes and slices", () => {
  const letters = ["a", "b", "c", "d", "e", "f", "g"];
  const names = { o: { j: 1, k: 2 }, a: [5, 3] };
  const quotes = { o: { "j j": { "k.k": 3 } }, "'": { "@": 2 } };
  test.each([
    ["$.o['j j']", quotes, [{ "k.k": 3 }]],
    ["$.o['j j']['k.k']", quotes, [3]],
    ['$.o["j j"]["k.k"]', quotes, [3]],
    ['$["\'"]["@"]', quotes, [2]],
    ["$['\\'']['\\u0040']", quotes, [2]],
    ["$['\\uD83D\\uDE00']", { "😀": 1 }, [1]],
    ["$.이름", { 이름: 1 }, [1]],
    ["$ .o [ 'j' ]", names, [1]],
    ["$[*]", names, [{ j: 1, k: 2 }, [5, 3]]],
    ["$.o[*, *]", names, [1, 2, 1, 2]],
    ["$.a[*]", names, [5, 3]],
    ["$[1]", ["a", "b"], ["b"]],
    ["$[-2]", ["a", "b"], ["a"]],
    ["$[2]", ["a", "b"], []],
    ["$[-3]", ["a", "b"], []],
    ["$[0]", { 0: "a" }, []],
    ["$['0']", ["a"], []],
    ["$[1:3]", letters, ["b", "c"]],
    ["$[5:]", letters, ["f", "g"]],
    ["$[1:5:2]", letters, ["b", "d"]],
    ["$[5:1:-2]", letters, ["f", "d"]],
    ["$[::-1]", letters, [...letters].reverse()],
    ["$[:]", letters, letters],
    ["$[ 1 : 3 : 1 ]", letters, ["b", "c"]],
    ["$[1:3:0]", letters, []],
    ["$[-2:]", letters, ["f", "g"]],
    ["$[:-5]", letters, ["a", "b"]],
    ["$[100:-100:-3]", letters, ["g", "d", "a"]],
    ["$[0:3:9007199254740991]", letters, ["a"]],
    ["$[0, 0:2, 'x']", letters, ["a", "a", "b"]],
    ["$..j", { o: { j: 1 }, a: [5, [{ j: 4 }]] }, [1, 4]],
    ["$..[0]", { a: [5, 3, [{ j: 4 }, 6]] }, [5, { j: 4 }]],
    ["$.a", { a: null }, [null]],
    ["$.a.d", { a: null }, []],
  ])("%s on %j", (path, document, expected) => {
    expect(run(path, document)).toEqual(expected);
  });
});

describe("RFC 9535: comparisons", () => {
  const document = { obj: { x: "y" }, arr: [2, 3] };
  const holds = (test: string) => {
    const found = run(`$[?${test}]`, { one: document });
    return Array.isArray(found) ? found.length === 1 : found;
  };
  test.each([
    ["@.absent1 == @.absent2", true],
    ["@.absent1 <= @.absent2", true],
    ["@.absent == 'g'", false],
    ["@.absent1 != @.absent2", false],
    ["@.absent != 'g'", true],
    ["1 <= 2", true],
    ["1 > 2", false],
    ["13 == '13'", false],
    ["'a' <= 'b'", true],
    ["'a' > 'b'", false],
    ["'\\uFB01' < '😀'", true],
    ["'😀' < '😁'", true],
    ["@.obj == @.arr", false],
    ["@.obj != @.arr", true],
    ["@.obj == @.obj", true],
    ["@.obj != @.obj", false],
    ["@.arr == @.arr", true],
    ["@.obj == 17", false],
    ["@.obj != 17", true],
    ["@.obj <= @.arr", false],
    ["@.obj < @.arr", false],
    ["@.obj <= @.obj", true],
    ["@.arr <= @.arr", true],
    ["1 <= @.arr", false],
    ["1 >= @.arr", false],
    ["true <= true", true],
    ["true > true", false],
    ["null == null", true],
    ["1.0 == 1e0", true],
    ["-0 == 0", true],
  ])("%s: %s", (test, expected) => {
    expect(holds(test)).toBe(expected);
  });
});

describe("RFC 9535: filters and functions", () => {
  const numbers = [3, 5, 1, 2, 4, 6];
  const objects = [{ b: "j" }, { b: "k" }, { b: {} }, { b: "kilo" }];
  const mixed = { a: [...numbers, ...objects], o: { p: 1, q: 2, r: 3, s: 5, t: { u: 6 } }, e: "f" };
  test.each([
    ["$.a[?@.b == 'kilo']", [{ b: "kilo" }]],
    ["$.a[?(@.b == 'kilo')]", [{ b: "kilo" }]],
    ["$.a[?@>3.5]", [5, 4, 6]],
    ["$.a[?@.b]", objects],
    ["$[?@.*]", [mixed.a, mixed.o]],
    ["$[?@[?@.b]]", [mixed.a]],
    ["$.o[?@<3, ?@<3]", [1, 2, 1, 2]],
    ['$.a[?@<2 || @.b == "k"]', [1, { b: "k" }]],
    ["$.o[?@>1 && @<4]", [2, 3]],
    ["$.o[?@.u || @.x]", [{ u: 6 }]],
    ["$.a[?@.b == $.x]", numbers],
    ["$.a[?@ == @]", mixed.a],
    ["$.a[?!@.b]", numbers],
    ["$.a[?!(@.b == 'j' || @ < 6)]", [6, { b: "k" }, { b: {} }, { b: "kilo" }]],
    ["$.a[?@<2 || @>4 && @<6]", [5, 1]],
    ["$.a[?length(@.b) == 4]", [{ b: "kilo" }]],
    ["$[?length(@) > 5]", [mixed.a]],
    ["$[?count(@.*) == 5]", [mixed.o]],
    ["$[?count(@..u) >= 1].t.u", [6]],
    ["$[?value(@..u) == 6].p", [1]],
    ["$[?value(@..b) == 'j']", []],
    ["$[?length(value(@..u)) == 1]", []],
    ["$[?length('😀é') == 2]", [mixed.a, mixed.o, "f"]],
    ["$.a[?match(@.b, '[jk]')]", [{ b: "j" }, { b: "k" }]],
    ["$.a[?search(@.b, '[jk]')]", [{ b: "j" }, { b: "k" }, { b: "kilo" }]],
    ["$.a[?match(@.b, 'k.*') && length(@.b) > 1]", [{ b: "kilo" }]],
    ["$.a[?!search(@.b, 'k')]", [...numbers, { b: "j" }, { b: {} }]],
    ["$.a[? search( @.b , '^k..o$' ) ]", [{ b: "kilo" }]],
    ["$[?match(@, $.e)]", ["f"]],
    ["$[?match(@, 1)]", []],
    ["$.a[?match(@.b, $.o)]", []],
  ])("%s", (path, expected) => {
    expect(run(path, mixed)).toEqual(expected);
  });
});

describe("patterns are those of RFC 9485", () => {
  const texts = ["ab", "a\rb", "a\nb", "a\u2028b", "a.b", "a[.]b", "xaby", "가b", "(", ""];
  test.each([
    ["'a.b'", ["a\u2028b", "a.b"], ["a\u2028b", "a.b"]],
    ["'a\\\\.b'", ["a.b"], ["a.b"]],
    ["'a[.]b'", ["a.b"], ["a.b"]],
    ["'\\\\p{Lo}b'", ["가b"], ["가b"]],
    ["'a?b'", ["ab"], texts.filter((text) => text.includes("b"))],
    ["''", [""], texts],
  ])("%s", (pattern, matched, found) => {
    expect(run(`$[?match(@, ${pattern})]`, texts)).toEqual(matched);
    expect(run(`$[?search(@, ${pattern})]`, texts)).toEqual(found);
  });

  test("one that would keep another engine busy for ever is answered, and much text is too much to look at", () => {
    const hostile = { a: ["a".repeat(5_000)] };
    expect(run("$.a[?match(@, '(a+)+b')]", hostile)).toEqual([]);
    const path = "$.a[?search(@, '((a{1,100}){1,10})b')]";
    expect(run(path, { a: ["a".repeat(200_000)] })).toBe("too-many");
  });
});

describe("what is no path is refused", () => {
  test.each([
    ["$.", "a name after a dot"],
    ["$..", "a name after a dot"],
    ["$. a", "a name after a dot"],
    ["$...a", "a name after a dot"],
    ["$.1a", "a name after a dot"],
    ["$[]", "brackets"],
    ["$[a]", "brackets"],
    ["$[01]", "closing bracket"],
    ["$[-0]", "brackets"],
    ["$[1.5]", "closing bracket"],
    ["$[9007199254740992]", "too large"],
    ["$['a]", "in quotes"],
    ["$['\\x']", "in quotes"],
    ["$['\\\"']", "in quotes"],
    ["$['\\uD800']", "half of a character"],
    ["$[?]", "not understood"],
    ["$[?1]", "compares with nothing"],
    ["$[?true]", "compares with nothing"],
    ["$[?length(@.a)]", "compares with nothing"],
    ["$[?@.* == 1]", "several values"],
    ["$[?@..a == 1]", "several values"],
    ["$[?@[0:1] == 1]", "several values"],
    ["$[?length(@.*) == 1]", "several values"],
    ["$[?count(1) == 1]", "needs a path"],
    ["$[?!@.a == 1]", "parentheses"],
    ["$[?(@.a]", "parenthesis"],
    ["$[?@.a = 1]", "closing bracket"],
    ["$[?@.a == TRUE]", "not understood"],
    ["$[?@.a == [1]]", "not understood"],
    ["$[?match(@.a, '(')]", "pattern in match()"],
    ["$[?search(@.a, '(?=b)')]", "pattern in search()"],
    [`$[?search(@.a, '${"a".repeat(1001)}')]`, "pattern in search()"],
    ["$[?match(@.a)]", "a text and a pattern"],
    ["$[?match(@.a, 'b']", "closing parenthesis"],
    ["$[?match(@.*, 'b')]", "several values"],
    ["$[?match(@.a, 'b') == true]", "closing bracket"],
    ["$[?true == search(@.a, 'b')]", "true or false by itself"],
    ["$[?eval(@.a) == 1]", "does not know the function"],
    [`$[?${"(".repeat(200)}@`, "nested deeper"],
    [`$${"[?@".repeat(200)}`, "nested deeper"],
    ["$a", "stops at"],
    ["$ ", "stops at"],
  ])("%s", (path, message) => {
    const result = run(path, {});
    expect(result).toContain("refused: ");
    expect(result).toContain(message);
  });
});

test("a repeated name on the way leaves the value open; beside the way it does not matter", () => {
  const document = '{"a":{"x":1,"x":2,"y":3},"b":[{"z":1},{"z":2,"z":2}]}';
  expect(run("$.a.y", document)).toEqual([3]);
  for (const path of [
    "$.a.x",
    "$.a.x.q",
    "$.a.*",
    "$..y",
    "$..z",
    "$.b[?@.z == 2]",
    "$[?@ == $.b]",
    "$.a[?@ != $.b[1].z]",
  ]) {
    expect([path, run(path, document)]).toEqual([path, "several"]);
  }
});

describe("no document and no path take for ever", () => {
  const wide = `[${"[0],".repeat(200_000)}0]`;
  const long = "x".repeat(250_000);
  test.each([
    ["more nodes than may be looked at", "$..*", wide],
    ["each with each", "$[?count($..*) == 1]", wide],
    ["filters in filters", "$[?@[?$[?@[?$[?@ == 1]]]]]", wide],
    [
      "the same nodes again and again",
      `$${"[0,0]".repeat(60)}`,
      `${"[".repeat(60)}0${"]".repeat(60)}`,
    ],
    [
      "descendants of descendants",
      `$${"..*".repeat(100)}`,
      `${"[".repeat(199)}0${"]".repeat(199)}`,
    ],
    [
      "long texts compared often",
      "$.c[?$.a == $.b]",
      `{"a":"${long}","b":"${long}","c":[${"0,".repeat(90_000)}0]}`,
    ],
    [
      "long texts measured often",
      "$.c[?length($.a) == 1]",
      `{"a":"${long}","c":[${"0,".repeat(90_000)}0]}`,
    ],
  ])("%s", (_, path, document) => {
    expect(run(path, document)).toBe("too-many");
  });
});

test("no text makes the reader of paths throw", () => {
  const piece = fc.constantFrom(
    ..."$@.[]()*?!,:'\"\\ 0-1",
    "..",
    "[?",
    "&&",
    "||",
    "==",
    "<",
    "'a'",
    "length(",
    "count(",
    "null",
    "a",
    "\\u00e9",
    "\ud800",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece, { maxLength: 20 }).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, fc.jsonValue(), (path, document) => {
      const read = readPath(`$${path}`);
      const json = readJson(JSON.stringify(document));
      if (read.ok && json.ok) expect(typeof select(read.value.path, json.value).ok).toBe("boolean");
    }),
    { numRuns: 3000 },
  );
});
