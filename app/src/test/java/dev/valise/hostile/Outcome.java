package dev.valise.hostile;

/** How an attack ended; in words for people. */
sealed interface Outcome {
  /** The attacker has, or did, what it must not. */
  record Got(String what) implements Outcome {}

  /** It has not, because of this. */
  record Refused(String how) implements Outcome {}

  /** What was asked for is in the answer, or is not. */
  static Outcome of(boolean got, String answer) {
    String words = answer.strip().lines().findFirst().orElse("nothing");
    String shortened = words.substring(0, Math.min(words.length(), 120));
    return got ? new Got(shortened) : new Refused(shortened);
  }
}
