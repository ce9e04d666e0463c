/// How the emitted boson couples to the lepton current, always with strength ε e.
public enum BosonKind: String, CaseIterable, Sendable {
  case vector
  case axialVector
  case scalar
  case pseudoscalar
}
