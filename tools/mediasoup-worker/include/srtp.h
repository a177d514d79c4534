// The part of libsrtp 3 that the mediasoup worker uses, over libsrtp 2.
//
// Distributions ship libsrtp 2. Version 3 made the policy an opaque object with setters, and gave
// every protect and unprotect call an input and an output buffer with size_t lengths. Each call
// below is an overload of its namesake in libsrtp 2, so both can live in one program.

#ifndef OTTOGI_SRTP_H
#define OTTOGI_SRTP_H

// In version 2 this name is a plain struct, in version 3 a handle: move the old one aside.
#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

#include <climits> // INT_MAX
#include <cstddef> // size_t
#include <cstdint>
#include <cstring> // std::memcpy(), explicit_bzero()
#include <new>     // std::nothrow

// Version 3 has two more errors. The values are the ones it gives them, free in version 2.
inline constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
inline constexpr auto srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

/* Policy: one key, no MKI, which is all that mediasoup asks for. */

struct ottogi_srtp_policy
{
	srtp2_policy_t value;
	size_t keyLen; // What the profile asks for: key and salt together.
	uint8_t key[SRTP_MAX_KEY_LEN];
};

using srtp_policy_t = ottogi_srtp_policy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
	*policy = new (std::nothrow) ottogi_srtp_policy{};

	return *policy ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	if (policy)
	{
		explicit_bzero(policy->key, sizeof(policy->key));
	}

	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->value.ssrc = ssrc;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	const auto status = srtp_crypto_policy_set_from_profile_for_rtp(&policy->value.rtp, profile);

	if (status != srtp_err_status_ok)
	{
		return status;
	}

	policy->keyLen =
	  srtp_profile_get_master_key_length(profile) + srtp_profile_get_master_salt_length(profile);

	// Not the same as for RTP: a 32 bit tag there is still one of 80 bits here.
	return srtp_crypto_policy_set_from_profile_for_rtcp(&policy->value.rtcp, profile);
}

inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const uint8_t* key,
  size_t keyLen,
  const uint8_t* salt,
  size_t saltLen,
  const uint8_t* /*mki*/,
  size_t mkiLen)
{
	if (mkiLen != 0 || policy->value.key)
	{
		return srtp_err_status_no_such_op;
	}

	if (keyLen + saltLen != policy->keyLen || policy->keyLen > sizeof(policy->key))
	{
		return srtp_err_status_bad_param;
	}

	// Version 2 takes the salt behind the key.
	std::memcpy(policy->key, key, keyLen);
	std::memcpy(policy->key + keyLen, salt, saltLen);
	policy->value.key = policy->key;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
	policy->value.allow_repeat_tx = allow ? 1 : 0;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t windowSize)
{
	policy->value.window_size = windowSize;

	return srtp_err_status_ok;
}

/* Session. */

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	// Version 2 would read a key of any length behind this pointer.
	return policy->value.key ? srtp_create(session, &policy->value) : srtp_err_status_bad_param;
}

// mediasoup hands the SSRC over in network byte order, which is what version 2 wants.
inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrc)
{
	return srtp_remove_stream(session, ssrc);
}

/* Packets: version 2 works in place, so the packet is first copied to where it shall end up. */

using ottogi_srtp_in_place = srtp_err_status_t (*)(srtp_t, void*, int*);

inline srtp_err_status_t ottogi_srtp_run(
  ottogi_srtp_in_place transform,
  srtp_t session,
  const uint8_t* in,
  size_t inLen,
  uint8_t* out,
  size_t* outLen,
  size_t growth)
{
	if (inLen > INT_MAX - growth)
	{
		return srtp_err_status_bad_param;
	}

	if (*outLen < inLen + growth)
	{
		return srtp_err_status_buffer_small;
	}

	if (in != out)
	{
		std::memcpy(out, in, inLen);
	}

	int len = static_cast<int>(inLen);

	const auto status = transform(session, out, &len);

	if (status == srtp_err_status_ok)
	{
		*outLen = static_cast<size_t>(len);
	}

	return status;
}

inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* rtp, size_t rtpLen, uint8_t* srtp, size_t* srtpLen, size_t /*mki*/)
{
	return ottogi_srtp_run(srtp_protect, session, rtp, rtpLen, srtp, srtpLen, SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const uint8_t* srtp, size_t srtpLen, uint8_t* rtp, size_t* rtpLen)
{
	return ottogi_srtp_run(srtp_unprotect, session, srtp, srtpLen, rtp, rtpLen, 0);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* rtcp, size_t rtcpLen, uint8_t* srtcp, size_t* srtcpLen, size_t /*mki*/)
{
	return ottogi_srtp_run(
	  srtp_protect_rtcp, session, rtcp, rtcpLen, srtcp, srtcpLen, SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const uint8_t* srtcp, size_t srtcpLen, uint8_t* rtcp, size_t* rtcpLen)
{
	return ottogi_srtp_run(srtp_unprotect_rtcp, session, srtcp, srtcpLen, rtcp, rtcpLen, 0);
}

#endif
