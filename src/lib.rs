//! ringkeeper
