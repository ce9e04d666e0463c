/// Physical constants in the library's units: GeV, mm, ns, e, T, c = 1.
///
/// Values: CODATA 2018 and PDG 2024, "Physical Constants".
public enum Constants {
  public static let fineStructure = 1.0 / 137.035999084
  public static let electronMass_GeV = 0.51099895000e-3
  public static let muonMass_GeV = 0.1056583755
  public static let tauMass_GeV = 1.77686
  public static let protonMass_GeV = 0.93827208816
  /// Unified atomic mass unit.
  public static let atomicMassUnit_GeV = 0.93149410242
  /// (ħc)² in GeV²·pb.
  public static let hbarcSquared_GeV2pb = 3.893793721e8
  /// ħc in GeV·mm.
  public static let hbarc_GeVmm = 1.973269804e-13
  /// Classical electron radius, mm.
  public static let classicalElectronRadius_mm = 2.8179403262e-12
  public static let avogadro_per_mol = 6.02214076e23
  public static let lightSpeed_mm_per_ns = 299.792458
  /// 1 mm² in pb and 1 barn in mm².
  public static let mm2_pb = 1e34
  public static let barn_mm2 = 1e-22
  public static let pb_mm2 = 1e-34
}
