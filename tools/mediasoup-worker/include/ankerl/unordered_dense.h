// The part of ankerl::unordered_dense that the mediasoup worker uses, over abseil.
//
// Debian does not package unordered_dense; abseil's flat containers come from the same family (open
// addressing, elements in one allocation, pointers to elements not stable), so they stand in for it.

#ifndef OTTOGI_ANKERL_UNORDERED_DENSE_H
#define OTTOGI_ANKERL_UNORDERED_DENSE_H

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
#include <absl/hash/hash.h>
#include <iterator>

namespace ankerl::unordered_dense
{
	/**
	 * An abseil container whose erase(iterator) returns the next iterator, as ankerl's and the
	 * standard library's do; abseil's own returns nothing. Erasing never rehashes in abseil, so the
	 * next iterator can be taken before.
	 */
	template<typename Base>
	class container : public Base
	{
	public:
		using Base::Base;
		using Base::erase;
		using typename Base::iterator;

		iterator erase(iterator position)
		{
			const iterator next = std::next(position);

			Base::erase(position);

			return next;
		}
	};

	// The remaining parameters are the hash and the comparison: without them, abseil's defaults.
	template<typename Key, typename Value, typename... Rest>
	using map = container<absl::flat_hash_map<Key, Value, Rest...>>;

	template<typename Key, typename... Rest>
	using set = container<absl::flat_hash_set<Key, Rest...>>;

	template<typename T>
	using hash = absl::Hash<T>;
} // namespace ankerl::unordered_dense

#endif
