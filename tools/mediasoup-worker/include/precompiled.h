// Parsed once and reused by all sources: most of a compilation's time goes into these headers, and
// this halves it. Nothing here changes what a source means; Logger.hpp, which does, stays out.

#include "common.hpp"
#include "Channel/ChannelSocket.hpp"
#include "RTC/Transport.hpp"
