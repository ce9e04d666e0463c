-- Hadrons in Lua: pi- of 20 GeV in one module of the NA64 hadron calorimeter on the scale of electrons, and leading
-- hadrons that muons of 160 GeV make in 20 radiation lengths of lead, biased with weights.
--
--     lua5.4 hadrons.lua [events]

local hm = require "hermetic"

local events = tonumber(arg[1]) or 100

local function world(volume, planes)
  return { world = { material = "vacuum", size_mm = { 2000, 2000, 4000 } }, volumes = { volume }, planes = planes }
end

local hcal = {
  name = "HCAL", shape = "layered_calorimeter", layers = 48,
  slabs = { { material = "Fe", thickness_mm = 25 }, { material = "polystyrene", thickness_mm = 4 } },
  size_mm = { 600, 600 }, position_mm = { 0, 0, 696 }, sensitive = { name = "hcal", slab = 1 },
}

local function mean(column)
  local sum = 0
  for _, value in ipairs(column) do sum = sum + value end
  return sum / #column
end

local function visible(particle, energy_GeV)
  local run <close> = assert(hm.run {
    setup = world(hcal), beam = { particle = particle, energy_GeV = energy_GeV, position_mm = { 0, 0, -10 } },
    -- Quenching of slow protons (Birks), and a gate of 150 ns.
    physics = { hadrons = { birks_mm_per_MeV = 0.079, time_window_ns = 150 } }, events = events, seed = 1,
  })
  assert(run:simulate {})
  return mean(assert(run:column("hcal.visible_GeV"))) / energy_GeV
end

print(("pi/e at 20 GeV: %.3f"):format(visible("pi-", 20) / visible("e-", 20)))

local lead = { name = "block", shape = "box", material = "Pb", size_mm = { 300, 300, 112 }, position_mm = { 0, 0, 56 } }
local run <close> = assert(hm.run {
  setup = world(lead, { out = { volume = "block", at = "exit", particles = { "pi-", "pi+", "p", "n", "K-", "K+", "K0L" },
    minimum_energy_GeV = 16 } }),
  beam = { particle = "mu-", energy_GeV = 160, position_mm = { 0, 0, -10 } },
  physics = { hadrons = { photonuclear = true }, biasing = { muon_photonuclear = 500 } }, events = 10 * events, seed = 1,
})
assert(run:simulate {})
local weights, crossings = assert(run:column("weight")), assert(run:column("out.crossings"))
local sum, squares = 0, 0
for i = 1, #weights do
  local w = weights[i] * crossings[i]
  sum, squares = sum + w, squares + w * w
end
print(("hadrons above 16 GeV per muon: %.2e +- %.0e, effective events %.0f"):format(
  sum / #weights, math.sqrt(squares) / #weights, squares > 0 and sum * sum / squares or 0))
