package dev.valise.egress.policy;

/**
 * What a client asks to be connected to.
 *
 * @param port 1 to 65535
 */
public record Target(Host host, int port) {
  public Target {
    if (port < 1 || port > 0xffff) {
      throw new EgressSyntaxException("not a port: " + port);
    }
  }

  /** With brackets around an IPv6 address, as in a URL. */
  @Override
  public String toString() {
    String text = host.toString();
    return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + port;
  }
}
