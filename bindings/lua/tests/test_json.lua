local hm = require "hermetic"
local t = require "runner"

t.test("values survive a round trip", function()
  local text = '{"a":[1,2.5,{"b":"\\u00e9\\ud83d\\ude00\\n\\"\\\\"}],"c":{},"d":[],"e":null,"f":true,"g":-1e-300}'
  local value = assert(hm.decode(text))
  t.equal(value.a[3].b, 'é😀\n"\\')
  t.equal(value.e, hm.null)
  t.equal(hm.encode(value.d), "[]")
  t.equal(hm.encode(value.c), "{}")
  local again = assert(hm.decode(assert(hm.encode(value))))
  t.equal(again.g, -1e-300)
  t.equal(again.a[2], 2.5)
  t.equal(math.type(again.a[1]), "integer")
end)

t.test("numbers keep their bits", function()
  for _, value in ipairs { 0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 2 ^ 53 + 2, -0.0167 } do
    t.equal(hm.decode(hm.encode({ value }))[1], value)
  end
end)

t.test("what is not JSON is refused with its place", function()
  for _, text in ipairs { "", "{", "[1,]", "{1:2}", '{"a" 1}', "[1 2]", '"\\x"', '"open', "nul", "01x", "+1", "NaN",
                          "1e999", '"\\ud800"', "[] x", ("["):rep(1000) } do
    t.refused("HERMETIC_E_PARSE", { "malformed JSON at byte" }, hm.decode(text))
  end
end)

t.test("tables that are not cards are refused", function()
  local loop = {}
  loop.loop = loop
  t.refused("HERMETIC_E_ARGUMENT", { "nested" }, hm.encode(loop))
  t.refused("HERMETIC_E_ARGUMENT", { "mixes" }, hm.encode { 1, 2, x = 3 })
  t.refused("HERMETIC_E_ARGUMENT", { "mixes" }, hm.encode { [1] = 1, [3] = 3 })
  t.refused("HERMETIC_E_ARGUMENT", { "function" }, hm.encode { print })
  t.refused("HERMETIC_E_RANGE", { "nan" }, hm.encode { 0 / 0 })
  t.refused("HERMETIC_E_RANGE", { "infinite" }, hm.encode { 1 / 0 })
end)
