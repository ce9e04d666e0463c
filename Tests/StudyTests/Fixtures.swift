import Core

@testable import Study

/// A small calorimeter that is quick to simulate.
let smallSetup = """
  {"world": {"material": "air", "size_mm": [1000, 1000, 2000]},
   "volumes": [{"name": "ECAL", "shape": "layered_calorimeter", "layers": 60,
     "slabs": [{"material": "Pb", "thickness_mm": 1.5}, {"material": "polystyrene", "thickness_mm": 1.5}],
     "size_mm": [229.2, 229.2], "position_mm": [-19.1, -19.1, 90],
     "sensitive": {"name": "ecal", "slab": 1, "cells": [6, 6], "cell_mm": [38.2, 38.2], "sections": [16, 44]}}],
   "calibration": {"ecal": 0.105}, "section_names": {"ecal": ["preshower", "main"]},
   "groups": {"all": ["ecal"]}}
  """

func runCard(events: Int, signal: String? = nil, beam: String = "{\"energy_GeV\": 10}", extra: String = "")
  throws
  -> JSON
{
  let signal = signal.map { ", \"signal\": \($0)" } ?? ""
  return try JSON.parse(
    "{\"setup\": \(smallSetup), \"beam\": \(beam), \"events\": \(events)\(signal)\(extra)}")
}

let smallSignal = """
  {"model": {"kind": "dark_photon"}, "masses_GeV": [0.001, 0.0167, 0.1], "chains_per_event": 10}
  """

/// Mean and its standard error.
func moments(_ values: some Collection<Double>) -> (mean: Double, error: Double) {
  let n = Double(values.count)
  let mean = values.reduce(0, +) / n
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (mean, (squares / (n - 1) / n).squareRoot())
}
