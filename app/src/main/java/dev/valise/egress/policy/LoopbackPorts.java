package dev.valise.egress.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Ports of this machine's loopback that browsers may reach. Only whoever runs the server knows what
 * listens there, so that no rule of a browser opens more. It may be the server itself, or, without
 * network namespaces, the DevTools of other browsers: {@link #ALL} is for tests and for one's own.
 */
public record LoopbackPorts(List<PortRange> ranges) {
  public static final LoopbackPorts NONE = new LoopbackPorts(List.of());
  public static final LoopbackPorts ALL = new LoopbackPorts(List.of(PortRange.ALL));

  public LoopbackPorts {
    ranges = List.copyOf(ranges);
  }

  /**
   * Reads {@code none}, {@code all} or a list such as {@code 3000,8000-8100}.
   *
   * @throws EgressSyntaxException for anything else
   */
  public static LoopbackPorts parse(String text) {
    return switch (text.strip()) {
      case "none" -> NONE;
      case "all" -> ALL;
      case String list -> {
        var ranges = new ArrayList<PortRange>();
        for (String range : list.split(",", -1)) {
          ranges.add(PortRange.parse(range.strip()));
        }
        yield new LoopbackPorts(ranges);
      }
    };
  }

  public boolean contains(int port) {
    return ranges.stream().anyMatch(it -> it.contains(port));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    if (ranges.isEmpty()) {
      return "none";
    }
    return equals(ALL)
        ? "all"
        : ranges.stream().map(PortRange::toString).collect(Collectors.joining(","));
  }
}
