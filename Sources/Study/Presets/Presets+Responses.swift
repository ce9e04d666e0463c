extension Presets {
  /// What sensors make of energies, with the pile-up of each run's intensity and of its beam's mixture (`Admixture`).
  static let responses: [Entry] =
    [
      invisible(
        "na64e_2016", "NA64e sensors; pile-up of the low intensity of 2016", perSpill: "1.85e6",
        source: "M. Kirsanov, PhiPsi 2019: 1.5-2.2e6 per spill"),
      invisible(
        "na64e_2017", "NA64e sensors; pile-up of 2017", perSpill: "5e6",
        source: "M. Kirsanov, PhiPsi 2019: 4-6e6 per spill"),
      invisible(
        "na64e_2018", "NA64e sensors; pile-up of 2018", perSpill: "7e6",
        source: "M. Kirsanov, PhiPsi 2019: 6-8e6 per spill"),
      Entry(
        name: "na64e_sensors", title: "NA64e sensors without pile-up",
        text: card(ResponseParts.ecal, ResponseParts.veto, ResponseParts.hcal(4))),
      Entry(
        name: "na64e_spectrometer", title: "NA64e sensors with the SRD, without pile-up",
        text: card(ResponseParts.ecal, ResponseParts.veto, ResponseParts.hcal(4), ResponseParts.srd)),
      invisible(
        "na64e_tracker_2018", "NA64e sensors with the SRD; pile-up of 2018", perSpill: "7e6",
        source: "M. Kirsanov, PhiPsi 2019: 6-8e6 per spill", hasSRD: true),
      withVHCAL("na64e_2022", "NA64e sensors of 2022 with VHCAL; pile-up", mixture: Admixture.electrons2022),
      withVHCAL(
        "na64e_tracker_2022", "NA64e sensors of 2022 with VHCAL and SRD; pile-up",
        mixture: Admixture.electrons2022, hasSRD: true),
      withVHCAL("na64e_plus", "NA64e sensors with VHCAL; pile-up of positrons", mixture: Admixture.positrons),
      Entry(
        name: "na64h", title: "NA64h sensors with VHCAL, without pile-up: its intensity is not public",
        text: card(ResponseParts.ecal, ResponseParts.veto, ResponseParts.vhcal, ResponseParts.hcal(4))),
      visible(
        "na64e_visible_2017_40X0", perSpill: "3e6", source: "M. Kirsanov, PhiPsi 2019: about 3e6 per spill"),
      visible(
        "na64e_visible_2017_30X0", perSpill: "4.5e6", source: "M. Kirsanov, PhiPsi 2019: 4-5e6 per spill"),
      visible(
        "na64e_visible_2018", perSpill: "4.5e6", source: "",
        assumption: "particles per spill: those of 2017; "),
    ]
    + ["2021", "2022", "2023"].map { year in
      Entry(
        name: "na64mu_\(year)", title: "NA64mu sensors of \(year); pile-up of muons",
        text: card(
          ResponseParts.muonCounters, ResponseParts.ecal, ResponseParts.veto, ResponseParts.vhcal,
          ResponseParts.hcal(2),
          pileUp: ResponseParts.pileUp(
            perSpill: "3e6", spill_s: "5", source: "1e6 to 1e7 per spill of 5 s: H. Sieber, OePG/SPS 2021",
            assumption: "3e6 within that range; ")))
    }

  private static func card(_ sensors: String..., pileUp: String? = nil) -> String {
    card(sensors: sensors, pileUp: pileUp)
  }

  private static func card(sensors: [String], pileUp: String? = nil) -> String {
    "{\"sensors\": {\(sensors.joined(separator: ",\n"))}\(pileUp.map { ",\n" + $0 } ?? "")}"
  }

  private static func invisible(
    _ name: String, _ title: String, perSpill: String, source: String, hasSRD: Bool = false
  ) -> Entry {
    Entry(
      name: name, title: title,
      text: card(
        sensors: [ResponseParts.ecal, ResponseParts.veto, ResponseParts.hcal(4)]
          + (hasSRD ? [ResponseParts.srd] : []),
        pileUp: ResponseParts.pileUp(
          perSpill: perSpill,
          source: "\(source); spill 4.8 s: NA64mu RDF analysis; mixture: \(Admixture.electrons.source)",
          assumption: "\(Admixture.electrons.assumption); ", composition: Admixture.electrons.composition)))
  }

  private static func withVHCAL(
    _ name: String, _ title: String, mixture: Admixture, hasSRD: Bool = false
  ) -> Entry {
    Entry(
      name: name, title: title,
      text: card(
        sensors: [ResponseParts.ecal, ResponseParts.veto, ResponseParts.vhcal, ResponseParts.hcal(4)]
          + (hasSRD ? [ResponseParts.srd] : []),
        pileUp: ResponseParts.pileUp(
          perSpill: "7e6", source: "spill 4.8 s: NA64mu RDF analysis; mixture: \(mixture.source)",
          assumption: "particles per spill: those of 2018; \(mixture.assumption); ",
          composition: mixture.composition)))
  }

  private static func visible(
    _ name: String, perSpill: String, source: String, assumption: String = ""
  ) -> Entry {
    let mixture = Admixture.electrons
    return Entry(
      name: name, title: "NA64e sensors of the visible mode; pile-up",
      text: card(
        ResponseParts.visible, ResponseParts.ecal, ResponseParts.veto, ResponseParts.hcal(3),
        pileUp: ResponseParts.pileUp(
          perSpill: perSpill,
          source:
            "\(source.isEmpty ? "" : source + "; ")spill 4.8 s: NA64mu RDF analysis; mixture: \(mixture.source)",
          assumption: "\(assumption)\(mixture.assumption); ", composition: mixture.composition)))
  }
}
