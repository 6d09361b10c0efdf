package dev.valise.chromium.limits;

/**
 * How well each limit is kept on this machine. A browser whose processes each keep to a limit may
 * take many times as much in all.
 */
public record Coverage(Extent memory, Extent tasks, Extent cpus) {

  /** What a limit is counted over. */
  public enum Extent {
    /** All of a browser together. */
    BROWSER,
    /** Each of its processes by itself. */
    PROCESS,
    /** Nothing: the limit has no effect. */
    NONE
  }
}
