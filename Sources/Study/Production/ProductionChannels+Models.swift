import Core
import Matter
import Signal

/// Which channel a model's process is.
extension ProductionChannels {
  /// - Returns: nil where the model has no such process with particles of the showers
  static func channel(
    _ process: TrackProcess, _ model: any TrackProductionModel, _ card: SignalCard, elements: [Element],
    highestEnergy_GeV highest: Double
  ) throws -> (any ProductionChannel)? {
    let beams = card.beams(of: model, process)
    guard !beams.isEmpty else { return nil }
    switch model {
    case let model as any BosonProductionModel:
      return try bosonChannel(process, model, beams, card, elements, highest)
    case let model as MesonInvisibleModel: return try mesonChannel(model, beams, card, elements)
    case let model as MillichargedModel: return try pairChannel(model, beams, card, elements, highest)
    case let model as LFVScalarModel: return try scalarChannel(model, beams, card, elements, highest)
    case let model as FlavourConversionModel:
      return try conversionChannel(model, beams, card, elements, highest)
    default: return nil
    }
  }

  private static func bosonChannel(
    _ process: TrackProcess, _ model: any BosonProductionModel, _ beams: [Int32], _ card: SignalCard,
    _ elements: [Element], _ highest: Double
  ) throws -> (any ProductionChannel)? {
    let lowest = card.minimumBosonEnergy_GeV
    switch process {
    case .bremsstrahlung:
      func processes(_ pdg: Int32) throws -> [BremsstrahlungProcess]? {
        guard let beam = beams.first(where: { $0.magnitude == pdg }) else { return nil }
        return try elements.map { try model.bremsstrahlungProcess(beam: beam, element: $0) }
      }
      return try BremsstrahlungChannel(
        electrons: try processes(11), muons: try processes(13), minimumBosonEnergy_GeV: lowest,
        highestEnergy_GeV: highest)
    case .annihilation:
      let scale = card.lineShapeCoupling
      let states = try elements.map { try model.invisibleAnnihilation(scale: scale, element: $0) }
      guard states.allSatisfy({ !$0.isEmpty }) else { return nil }
      return try AnnihilationChannel(
        processes: states, scale: scale, lowestEnergy_GeV: lowest, highestEnergy_GeV: highest)
    case .primakoff:
      return try PrimakoffChannel(
        productions: elements.map { try model.primakoffProduction(element: $0) },
        lowestEnergy_GeV: lowest, highestEnergy_GeV: highest)
    case .photonFusion:
      func productions(_ pdg: Int32) throws -> [PhotonFusion]? {
        guard beams.contains(where: { $0.magnitude == pdg }) else { return nil }
        return try elements.map { try model.photonFusion(beam: pdg, element: $0) }
      }
      return try PhotonFusionChannel(
        electrons: try productions(11), muons: try productions(13), minimumBosonEnergy_GeV: lowest,
        highestEnergy_GeV: highest)
    case .pairProduction, .conversion, .chargeExchange: return nil
    }
  }

  private static func mesonChannel(
    _ model: MesonInvisibleModel, _ beams: [Int32], _ card: SignalCard, _ elements: [Element]
  ) throws -> (any ProductionChannel)? {
    func productions(_ beam: Int32?) throws -> [ChargeExchangeProduction]? {
      guard let beam else { return nil }
      return try elements.map {
        ChargeExchangeProduction(
          try model.chargeExchange(beam: beam, element: $0),
          minimumMesonEnergy_GeV: card.minimumBosonEnergy_GeV)
      }
    }
    return ChargeExchangeChannel(
      negative: try productions(beams.first { $0 < 0 }), positive: try productions(beams.first { $0 > 0 }))
  }

  private static func pairChannel(
    _ model: MillichargedModel, _ beams: [Int32], _ card: SignalCard, _ elements: [Element], _ highest: Double
  ) throws -> (any ProductionChannel)? {
    func productions(_ pdg: Int32) throws -> [MillichargedProduction]? {
      guard beams.contains(where: { $0.magnitude == pdg }) else { return nil }
      return try elements.map {
        MillichargedProduction(
          try model.pair(beam: pdg, element: $0), charge: model.charge,
          lowestEnergy_GeV: card.minimumBosonEnergy_GeV, highestEnergy_GeV: highest,
          minimumPairEnergy_GeV: card.minimumBosonEnergy_GeV)
      }
    }
    return PairProductionChannel(electrons: try productions(11), muons: try productions(13))
  }

  private static func scalarChannel(
    _ model: LFVScalarModel, _ beams: [Int32], _ card: SignalCard, _ elements: [Element], _ highest: Double
  ) throws -> (any ProductionChannel)? {
    FlavourChangingChannel(
      try elements.map {
        FlavourChangingProduction(
          try model.emission(beam: beams[0], element: $0), lowestEnergy_GeV: card.minimumBosonEnergy_GeV,
          highestEnergy_GeV: highest, minimumBosonEnergy_GeV: card.minimumBosonEnergy_GeV)
      }, outgoing: model.outgoing)
  }

  private static func conversionChannel(
    _ model: FlavourConversionModel, _ beams: [Int32], _ card: SignalCard, _ elements: [Element],
    _ highest: Double
  ) throws -> (any ProductionChannel)? {
    func productions(_ sign: Int32) throws -> [ConversionProduction] {
      try elements.map {
        ConversionProduction(
          try model.conversion(beam: sign * Int32(beams[0].magnitude), element: $0),
          lowestEnergy_GeV: card.minimumBosonEnergy_GeV, highestEnergy_GeV: highest)
      }
    }
    return ConversionChannel(
      negative: try productions(1), positive: try productions(-1),
      nuclei: elements.map { ($0.atomicNumber, $0.atomicMass) }, outgoing: model.outgoing,
      helicity: model.interaction.outgoingHelicity)
  }
}
