-- A beam line: a doublet, a dipole with soft ends, and a magnet of one's own as a list of measured points.
-- ../c/beam_line.c in Lua; prints the same bytes.
local hm = require "hermetic"

-- Rows of a hall probe: x, y, z [mm], Bx, By, Bz [T].
local points = {}
for k, strength in ipairs { 0, 0.2, 0.4, 0.4, 0.2, 0 } do
  for i = -1, 1 do
    for j = -1, 1 do table.insert(points, { 150 * i, 60 * j, 200 * k - 700, 0, strength, 0 }) end
  end
end

local function lens(name, gradient, z)
  return { name = name, kind = "quadrupole", gradient_T_m = gradient, length_mm = 1500, aperture_mm = { 70, 70 },
           edge = { bore_mm = 80 }, position_mm = { 0, 0, z } }
end

local line <close> = assert(hm.setup {
  world = { material = "vacuum", size_mm = { 1000, 1000, 40000 } },
  fields = {
    lens("QF", -20, -18000), lens("QD", 20, -15000),
    { name = "MBPL", kind = "dipole", field_T = 1.75, length_mm = 2000, aperture_mm = { 500, 140 },
      edge = { gap_mm = 150 }, position_mm = { 0, 0, -11000 } },
    { name = "own", kind = "map", points = points, position_mm = { 40, 0, -7000 } },
  },
})

local energies, position, momentum = { 50, 100, 150 }, {}, {}
for _, energy in ipairs(energies) do
  table.move({ 0, 0, -19500 }, 1, 3, #position + 1, position)
  table.move({ 0, 0, energy }, 1, 3, #momentum + 1, momentum)
end
local there = assert(line:propagate {
  particle = "e-", z_mm = 0, position_mm = position, momentum_GeV = momentum, jacobian = true })
for i, energy in ipairs(energies) do
  print(("%g GeV: x = %.9g mm, bent by %.9g mrad, path %.9g mm"):format(
    energy, there.position_mm[3 * i - 2], 1e3 * there.momentum_GeV[3 * i - 2] / there.momentum_GeV[3 * i],
    there.path_mm[i]))
end

-- The spot of a beam of 8 mm and 0.1 mrad (rms, upright): C = M C0 M^T, two of its elements.
local m = {}
for i = 0, 24 do m[i] = there.jacobian[26 + i] end
print(("R11 %.8f R12 %.6f R21 %.6g R22 %.8f"):format(m[0], m[2], m[10], m[12]))
print(("R33 %.8f R34 %.6f R43 %.6g R44 %.8f dispersion %.6f mm/%%"):format(m[6], m[8], m[16], m[18], -0.0001 * m[4]))
print(("spot at z = 0: %.6f x %.6f mm"):format(
  math.sqrt(m[0] * m[0] * 64 + m[2] * m[2] * 1e-8), math.sqrt(m[6] * m[6] * 64 + m[8] * m[8] * 1e-8)))

-- What the dipole makes the electron radiate.
local magnet = { particle = "e-", energy_GeV = 100, field_T = 1.75 }
local at = { 1e-4, 1e-3, 1e-2, 5e-2 }
local spectrum = assert(hm.synchrotron.spectrum(magnet, at))
for i, energy in ipairs(at) do print(("dN/dk(%g GeV) = %.9g per GeV in 2 m"):format(energy, 2000 * spectrum[i])) end
local photons = assert(hm.synchrotron.sample(magnet, 2, 1))
print(("photons %.9g %.9g GeV"):format(photons[1], photons[2]))
