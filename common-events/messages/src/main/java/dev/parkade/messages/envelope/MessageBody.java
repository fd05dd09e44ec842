package dev.parkade.messages.envelope;

/// What a message says, without its envelope. Every owning service has its own closed families
/// (sealed interfaces) of these; an interface cannot be sealed across packages, so this one is
/// open.
public interface MessageBody {}
