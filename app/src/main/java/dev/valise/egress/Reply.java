package dev.valise.egress;

/** What a SOCKS server answers to a request (RFC 1928, section 6). */
enum Reply {
  SUCCEEDED(0),
  GENERAL_FAILURE(1),
  NOT_ALLOWED(2),
  NETWORK_UNREACHABLE(3),
  HOST_UNREACHABLE(4),
  CONNECTION_REFUSED(5),
  TTL_EXPIRED(6),
  COMMAND_NOT_SUPPORTED(7),
  ADDRESS_TYPE_NOT_SUPPORTED(8);

  private final int code;

  Reply(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** A code that no RFC knows is a failure, too. */
  static Reply ofCode(int code) {
    for (Reply reply : values()) {
      if (reply.code == code) {
        return reply;
      }
    }
    return GENERAL_FAILURE;
  }
}
