-- Muons of 160 GeV through a calorimeter, with a plane behind it: lua5.4 muons.lua [events] [seed]
local hm = require "hermetic"

local events, seed = tonumber(arg[1]) or 2000, tonumber(arg[2]) or 1

-- One particle in one material: losses and single interactions, without a geometry.
local probe <close> = assert(hm.process.probe { particle = "mu-", material = "Pb" })
for _, name in ipairs { "ionisation", "bremsstrahlung", "pair", "photonuclear", "total" } do
  local loss = assert(probe:evaluate {
    quantity = "unrestricted_stopping_power", process = name, kinetic_energies_GeV = { 10, 100, 160 } })
  print(("%-15s %9.3e %9.3e %9.3e GeV/mm"):format(name, loss[1], loss[2], loss[3]))
end

local setup = assert(hm.preset("setup", "na64e_2018"))
setup.planes = { out = { volume = "ECAL", at = "exit", particles = { "mu-" } } }
local run <close> = assert(hm.run {
  setup = setup, beam = { particle = "mu-", energy_GeV = 160 }, events = events, seed = seed,
})
assert(run:simulate {})
local momentum = assert(run:column "out.momentum_GeV")
local below, lost = 0, 0
for _, p in ipairs(momentum) do
  if p > 0 and p < 80 then below = below + 1 end
  lost = lost + 160.1057 - p
end
print(("mean loss %.3f GeV; %d of %d below 80 GeV/c"):format(lost / #momentum, below, #momentum))
