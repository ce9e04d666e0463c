-- Annihilation, ALPs and decays through the models.
local hm = require "hermetic"
local t = require "runner"

t.test("positrons annihilate into dark matter", function()
  local model <close> = assert(hm.model { kind = "dark_photon", mass_GeV = 0.2, epsilon = 1e-4,
    dark_matter = { kind = "dirac", mass_ratio = 1 / 3, alpha_D = 0.1 }, electron_motion = "rest" })
  local sigma = assert(model:process_cross_section {
    process = "annihilation_to_dark_matter", particle = "e+", energies_GeV = { 39.138513 }, element = "Pb" })
  t.near(sigma[1] / 24105.1, 1, 1e-3)
  local states = assert(model:process_sample {
    process = "annihilation_to_dark_matter", particle = "e+", count = 5, energy_GeV = 39, element = "Pb" })
  t.equal(#states, 5)
  local none, message = hm.model { kind = "dark_photon", mass_GeV = 0.2, dark_matter = { kind = "wino" } }
  assert(none == nil and tostring(message):find "wino")
end)

t.test("ALPs from photons and their decay", function()
  local alp <close> = assert(hm.model { kind = "alp", mass_GeV = 0.1 })
  local sigma = assert(alp:process_cross_section {
    process = "primakoff", particle = "gamma", energies_GeV = { 100 }, element = "Pb" })
  t.near(sigma[1] / 2.9364559e10, 1, 1e-3)
  local decay = alp:describe().decays[1]
  t.equal(decay.channel, "photons")
  t.near(decay.width_GeV / (1e-3 / (64 * math.pi)), 1, 1e-12)
end)
