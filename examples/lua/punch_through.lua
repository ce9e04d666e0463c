-- 100 GeV pi- through one and two modules of the NA64 hadron calorimeter: chance to come out with 90 GeV or more, by
-- splitting with depth. And the K0S of the first collision.
--
--     lua5.4 punch_through.lua [events]

local hm = require "hermetic"

local events = tonumber(arg[1]) or 1000
local length_mm = 48 * 29

local function module_card(number)
  return {
    name = "HCAL" .. number, shape = "layered_calorimeter", layers = 48,
    slabs = { { material = "Fe", thickness_mm = 25 }, { material = "polystyrene", thickness_mm = 4 } },
    size_mm = { 600, 600 }, position_mm = { 0, 0, length_mm * (number - 0.5) },
    sensitive = { name = "hcal" .. number, slab = 1 },
  }
end

local function plane(number)
  return { volume = "HCAL" .. number, at = "exit", particles = { "pi-", "pi+", "K-", "K+", "p", "n", "K0L" },
    minimum_energy_GeV = 90 }
end

local run <close> = assert(hm.run {
  setup = {
    world = { material = "vacuum", size_mm = { 2000, 2000, 8000 } },
    volumes = { module_card(1), module_card(2) },
    planes = { out1 = plane(1), out2 = plane(2) },
  },
  beam = { particle = "pi-", energy_GeV = 100, position_mm = { 0, 0, -10 } },
  physics = { splitting = { factor = 2, start_mm = 160, spacing_mm = 160, end_mm = 2 * length_mm, minimum_energy_GeV = 90,
    roulette_below_GeV = 90, survival = 1e-4 } },
  events = events, seed = 1,
})
assert(run:simulate {})

for number = 1, 2 do
  local sum, squares = 0, 0
  for _, weight in ipairs(assert(run:column("out" .. number .. ".weight"))) do
    sum = sum + weight
    squares = squares + weight * weight
  end
  local mean = sum / events
  print(("modules %d: %.2e +- %.1e"):format(number, mean, math.sqrt(squares / events - mean * mean) / math.sqrt(events)))
end

local probe = assert(hm.process.probe { particle = "pi-", material = "Fe" })
local kaons = 0
for _, state in ipairs(assert(probe:final_states { kinetic_energy_GeV = 100, count = 1000 })) do
  for _, particle in ipairs(state.particles) do
    if particle.pdg == 310 then kaons = kaons + 1 end
  end
end
print(("K0S per interaction in iron: %.2f"):format(kaons / 1000))
